import { bearerMutants } from "./bearer.ts";
import type { Mutant } from "./mutant.ts";
import { refusalMutants } from "./refusals.ts";
import { robustnessMutants } from "./robustness.ts";
import { tokenRequestMutants } from "./token-request.ts";
import { tokenResponseMutants } from "./token-response.ts";
import { transportMutants } from "./transport.ts";

/** Every defect that the suite is to catch. */
export const mutants: readonly Mutant[] = [
  ...tokenRequestMutants,
  ...tokenResponseMutants,
  ...refusalMutants,
  ...bearerMutants,
  ...transportMutants,
  ...robustnessMutants,
];
