import { bearerAcceptedMutants } from "./bearer-accepted.ts";
import { bearerRefusedMutants } from "./bearer-refused.ts";
import type { Mutant } from "./mutant.ts";
import { refusedCredentialMutants } from "./refused-credentials.ts";
import { refusedParameterMutants } from "./refused-parameters.ts";
import { refusedRequestMutants } from "./refused-requests.ts";
import { robustnessMutants } from "./robustness.ts";
import { tokenRequestMutants } from "./token-request.ts";
import { tokenResponseMutants } from "./token-response.ts";
import { transportMutants } from "./transport.ts";

/** Every defect that the suite is to catch. */
export const mutants: readonly Mutant[] = [
  ...tokenRequestMutants,
  ...tokenResponseMutants,
  ...refusedParameterMutants,
  ...refusedCredentialMutants,
  ...refusedRequestMutants,
  ...bearerAcceptedMutants,
  ...bearerRefusedMutants,
  ...transportMutants,
  ...robustnessMutants,
];
