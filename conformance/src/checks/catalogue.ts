import type { Check, Spec } from "../check.ts";
import { clientSubject } from "../subjects/client.ts";
import type { TargetDescription } from "../targets/target.ts";
import { bearerAcceptedChecks } from "./bearer-accepted.ts";
import { bearerLimitChecks } from "./bearer-limits.ts";
import { bearerMissingChecks } from "./bearer-missing.ts";
import { bearerRefusedChecks } from "./bearer-refused.ts";
import { clientRequestChecks } from "./client-requests.ts";
import { generatedRequestChecks } from "./generated-requests.ts";
import { refusedCredentialChecks } from "./refused-credentials.ts";
import { refusedParameterChecks } from "./refused-parameters.ts";
import { refusedRequestChecks } from "./refused-requests.ts";
import { robustnessChecks } from "./robustness.ts";
import { tokenMemberChecks } from "./token-members.ts";
import { tokenRequestChecks } from "./token-request.ts";
import { tokenResponseChecks } from "./token-response.ts";
import { tokenValueChecks } from "./token-values.ts";
import { transportChecks } from "./transport.ts";

/** Every check of a server, in the order in which they run. */
export function catalogue(spec: Spec): readonly Check[] {
  return [
    tokenRequestChecks,
    tokenMemberChecks,
    tokenResponseChecks,
    tokenValueChecks,
    refusedParameterChecks,
    refusedCredentialChecks,
    refusedRequestChecks,
    bearerAcceptedChecks,
    bearerMissingChecks,
    bearerRefusedChecks,
    bearerLimitChecks,
    transportChecks,
    generatedRequestChecks,
    // Its last looks whether the server has stood all that.
    robustnessChecks,
  ].flatMap((checks) => checks(spec));
}

/** The checks that make sense for a target: of a server the answers are looked at, of a client the requests. */
export function checksFor(spec: Spec, { name }: Pick<TargetDescription, "name">): readonly Check[] {
  return name === "client" ? clientRequestChecks(spec, clientSubject) : catalogue(spec);
}
