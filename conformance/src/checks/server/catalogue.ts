import type { Check } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { bearerAcceptedChecks } from "./bearer/bearer-accepted.ts";
import { bearerLimitChecks } from "./bearer/bearer-limits.ts";
import { bearerMissingChecks } from "./bearer/bearer-missing.ts";
import { bearerRefusedChecks } from "./bearer/bearer-refused.ts";
import { generatedRequestChecks } from "./generated-requests.ts";
import { refusedCredentialChecks } from "./refusals/refused-credentials.ts";
import { refusedParameterChecks } from "./refusals/refused-parameters.ts";
import { refusedRequestChecks } from "./refusals/refused-requests.ts";
import { robustnessChecks } from "./robustness.ts";
import { tokenRequestChecks } from "./token-request.ts";
import { tokenMemberChecks } from "./token-response/token-members.ts";
import { tokenResponseChecks } from "./token-response/token-response.ts";
import { tokenValueChecks } from "./token-response/token-values.ts";
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
