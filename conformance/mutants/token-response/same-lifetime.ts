import { FLOW_LABELS, FLOW_NAMES } from "../../src/flow.ts";
import type { Mutant } from "../mutant.ts";
import { flowOf } from "../operators/token-request.ts";
import { mutateTokenResponse, withMembers } from "../operators/token-response.ts";

/** Access tokens whose lifetime depends on the form of the request. */
export const sameLifetimeMutants: readonly Mutant[] = FLOW_NAMES.map((flow) => ({
  title: `Access tokens from the ${FLOW_LABELS[flow]} flow expire after half an hour`,
  killedBy: "token-response/same-lifetime",
  mutate: mutateTokenResponse((response, context, request) =>
    flowOf(context, request) === flow ? withMembers(response, { expires_in: "1799" }) : response,
  ),
}));
