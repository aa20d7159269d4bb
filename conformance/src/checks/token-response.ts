import { below, dereference, type Pointer, type Schema } from "@microbilt-oauth/spec";
import { type Check, type CheckContext, type Facts, type Finding, NotApplicable } from "../check.ts";
import { createValidator } from "../document/validator.ts";
import { FLOW_NAMES, type Grant } from "../run/token-requests.ts";
import { inJson } from "./seen.ts";

/** The answer to a granted token request, member by member and header by header. */
export function tokenResponseChecks({ document, contract }: Facts): Check[] {
  const { pointer, mediaType } = contract.tokenResponse;
  const { properties = {}, required = [] } = dereference<Schema>(document, { $ref: pointer });
  const validate = createValidator(document);

  return [
    ...Object.entries(properties).map(([name, schema]) => memberCheck(name, schema)),
    {
      id: "token-response/media-type",
      title: `The answer is ${mediaType}`,
      requirement: below(contract.tokenEndpoint.pointer, "responses", "200"),
      run: (context) =>
        ofEachGrant(context, (grant) => {
          const { type } = contentTypeOf(grant);
          return type === mediaType
            ? []
            : [{ expected: `Content-Type: ${mediaType}`, seen: type || "no Content-Type" }];
        }),
    },
    {
      id: "token-response/charset",
      title: "The answer is UTF-8: it names no other charset",
      requirement: "rfc8259#8.1",
      run: (context) =>
        ofEachGrant(context, (grant) => {
          const { charset } = contentTypeOf(grant);
          return charset === undefined || charset === "utf-8"
            ? []
            : [{ expected: "charset=utf-8, or no charset", seen: `charset=${charset}` }];
        }),
    },
  ];

  function memberCheck(name: string, schema: Schema): Check {
    const place: Pointer = below(pointer, "properties", name);
    const expected = describe(schema);
    return {
      id: `token-response/${name}`,
      title: `${name} is ${expected}`,
      requirement: place,
      run: (context) =>
        ofEachGrant(context, (grant) => {
          const value = grant.members[name];
          const isMissing = value === undefined && required.includes(name);
          return isMissing || (value !== undefined && !validate(place, value))
            ? [{ expected: `${name}: ${expected}`, seen: `${name}: ${inJson(value)}` }]
            : [];
        }),
    };
  }
}

/** Looks at the grant of each flow that gave one; what is the same in both is said once. */
async function ofEachGrant(context: CheckContext, look: (grant: Grant) => Difference[]): Promise<readonly Finding[]> {
  const asked = await Promise.allSettled(FLOW_NAMES.map(async (flow) => ({ flow, grant: await context.grant(flow) })));
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

type Difference = Pick<Finding, "expected" | "seen">;

/** A schema in words. */
function describe({ type, enum: values, pattern }: Schema): string {
  if (values) {
    return `the ${type} ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
  }
  return pattern ? `a ${type} that matches ${pattern}` : `a ${type}`;
}

function contentTypeOf({ response }: Grant): { type: string; charset: string | undefined } {
  const [type = "", ...parameters] = (response.headers["content-type"] ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => /^\s*charset="?([^"\s]+)/.exec(parameter)?.[1]).find(Boolean);
  return { type: type.trim(), charset };
}
