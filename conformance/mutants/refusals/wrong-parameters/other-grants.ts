import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../src/flow.ts";
import type { Mutant } from "../../mutant.ts";
import { accepting } from "../../operators/token-request.ts";

/** Other grant types that the token endpoint supports, and comparisons of the grant type that are too lenient. */
export const otherGrantMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow) => [
    ...["refresh_token", "authorization_code", "urn:ietf:params:oauth:grant-type:jwt-bearer"].map((grantType) =>
      lenient(flow, "other-grants", `supports the grant type ${grantType}`, (value) => value === grantType),
    ),
    lenient(
      flow,
      "other-grants",
      "supports every grant type with a URN",
      (value) => typeof value === "string" && value.startsWith("urn:"),
    ),
    lenient(flow, "similar-grants", "accepts the beginning of grant_type", (value, valid) =>
      String(value).startsWith(valid.slice(0, 10)),
    ),
    lenient(flow, "similar-grants", "looks for the valid value within grant_type", (value, valid) =>
      String(value).includes(valid),
    ),
    lenient(flow, "similar-grants", "accepts a list of grant types", (value, valid) =>
      String(value).split(/[ ,]/).includes(valid),
    ),
    lenient(
      flow,
      "similar-grants",
      "ignores punctuation in grant_type",
      (value, valid) => String(value).replace(/\W/g, "_") === valid,
    ),
    lenient(flow, "padded-grants", "trims grant_type", (value, valid) => String(value).trim() === valid),
    lenient(
      flow,
      "padded-grants",
      "ignores what follows a NUL in grant_type",
      (value, valid) => value === `${valid}\0`,
    ),
  ]),
  lenient(
    "json",
    "similar-grants",
    "accepts an array with the valid grant_type",
    (value, valid) => Array.isArray(value) && value.includes(valid),
  ),
  lenient(
    "json",
    "similar-grants",
    "accepts any grant_type that is not a string",
    (value) => typeof value === "object" || typeof value === "boolean",
  ),
];

function lenient(
  flow: FlowName,
  check: string,
  defect: string,
  isAccepted: (value: unknown, valid: string) => boolean,
): Mutant {
  return {
    title: `The token endpoint ${defect} (${FLOW_LABELS[flow]})`,
    killedBy: `refusals/${flow}-${check}`,
    mutate: accepting(flow, "grant_type", (value, valid) => value !== undefined && isAccepted(value, valid)),
  };
}
