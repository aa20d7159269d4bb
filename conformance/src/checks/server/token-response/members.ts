import { below, dereference, type Schema } from "@microbilt-oauth/spec";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import type { Spec } from "../../../document/spec.ts";
import { formatValue } from "../../findings.ts";
import { differenceUnless, inspectEachToken } from "./each-token.ts";

const ACCESS_TOKEN: keyof TokenResponse = "access_token";

/** Every member of the token response, as the document specifies it. */
export function tokenMemberChecks({ document, contract }: Spec): Check[] {
  const { pointer } = contract.tokenResponse;
  const { properties = {}, required = [] } = dereference<Schema>(document, { $ref: pointer });

  return Object.entries(properties).map(([name, schema]) => {
    const place = below(pointer, "properties", name);
    const description = describeSchema(schema);
    return {
      id: `token-response/${name}`,
      title: `The member ${name} of the token response is ${description}`,
      // MicroBilt documents no syntax of access tokens: the pattern is that of the standard.
      requirement: name === ACCESS_TOKEN ? "rfc6750#2.1" : place,
      requests: 0,
      run: (context) =>
        inspectEachToken(context, ({ members }) => {
          const value = members[name];
          const isValid = value === undefined ? !required.includes(name) : matchesSchema(document, place, value);
          return differenceUnless(isValid, `${name}: ${description}`, `${name}: ${formatValue(value)}`);
        }),
    };
  });
}

function describeSchema({ type, enum: values, pattern }: Schema): string {
  if (values) {
    return `the ${type} ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
  }
  return pattern ? `a ${type} that matches ${pattern}` : `a ${type}`;
}
