import type { Check, Facts } from "../check.ts";
import { bearerChecks } from "./bearer.ts";
import { refusalChecks } from "./refusals.ts";
import { robustnessChecks } from "./robustness.ts";
import { tokenRequestChecks } from "./token-request.ts";
import { tokenResponseChecks } from "./token-response.ts";

/** Every check there is, in the order in which they run. */
export function catalogue(facts: Facts): readonly Check[] {
  return [tokenRequestChecks, tokenResponseChecks, refusalChecks, bearerChecks, robustnessChecks].flatMap((checks) =>
    checks(facts),
  );
}
