import { below, dereference, type Pointer, type Schema } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_NAMES } from "../../../flow.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { inJson } from "../../findings.ts";

/** Each member of the answer to a granted token request is what the document says. */
export function tokenMemberChecks({ document, contract }: Spec): Check[] {
  const { pointer } = contract.tokenResponse;
  const { properties = {}, required = [] } = dereference<Schema>(document, { $ref: pointer });

  return Object.entries(properties).map(([name, schema]) => {
    const place: Pointer = below(pointer, "properties", name);
    const expected = describe(schema);
    return {
      id: `token-response/${name}`,
      title: `${name} is ${expected}`,
      requirement: place,
      requests: 0,
      run: (context) =>
        ofEachGrant(context, (grant) => {
          const value = grant.members[name];
          const isMissing = value === undefined && required.includes(name);
          return isMissing || (value !== undefined && !matchesSchema(document, place, value))
            ? [{ expected: `${name}: ${expected}`, seen: `${name}: ${inJson(value)}` }]
            : [];
        }),
    };
  });
}

export type Difference = Pick<Finding, "expected" | "seen">;

/** Looks at the grant of each flow that gave one; what is the same in both is said once. */
export async function ofEachGrant(
  context: CheckContext,
  look: (grant: IssuedToken) => readonly Difference[],
): Promise<readonly Finding[]> {
  const asked = await Promise.allSettled(
    FLOW_NAMES.map(async (flow) => ({ flow, grant: await context.sharedToken(flow) })),
  );
  const granted = asked.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  if (granted.length === 0) {
    throw new NotApplicable("no access token to look at: see token-request");
  }
  const differences = granted.flatMap(({ flow, grant }) => look(grant).map((found) => ({ ...found, flow, grant })));
  const same = Map.groupBy(differences, ({ expected, seen }) => `${expected}\n${seen}`);
  return [...same.values()].flatMap((group) => {
    const flows = group.map(({ flow }) => flow).join(" and ");
    return group
      .slice(0, 1)
      .map(({ expected, seen, grant }) => ({ expected, seen: `${seen} (${flows})`, exchange: grant }));
  });
}

/** A schema in words. */
function describe({ type, enum: values, pattern }: Schema): string {
  if (values) {
    return `the ${type} ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
  }
  return pattern ? `a ${type} that matches ${pattern}` : `a ${type}`;
}
