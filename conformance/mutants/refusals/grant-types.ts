import { FLOW_LABELS, FLOW_NAMES } from "../../src/flow.ts";
import type { Mutant } from "../mutant.ts";
import { accepting, mutateParameters, validParameters } from "../operators/token-request.ts";

/** Unsupported grant types that the token endpoint accepts. */
export const grantTypeMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow): Mutant[] => [
    {
      title: `The token endpoint accepts any grant_type in a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-grant-type`,
      ...(flow === "json" && { notedBy: ["refusals/grant-type-body"] }),
      mutate: accepting(flow, "grant_type", (value) => typeof value === "string" && value !== ""),
    },
    {
      title: `The token endpoint ignores the case of grant_type in a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-grant-type-case`,
      mutate: accepting(
        flow,
        "grant_type",
        (value, valid) => typeof value === "string" && value.toLowerCase() === valid,
      ),
    },
  ]),
  {
    title: "The token endpoint supports the password grant",
    killedBy: "refusals/password-grant",
    mutate: mutateParameters((parameters, context) =>
      "password" in parameters ? validParameters(context) : undefined,
    ),
  },
];
