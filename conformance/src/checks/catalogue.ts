import type { Check, Facts } from "../check.ts";
import { clientSubject } from "../subjects/client.ts";
import type { TargetDescription } from "../targets/target.ts";
import { bearerChecks } from "./bearer.ts";
import { clientRequestChecks } from "./client-requests.ts";
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

/** The checks that make sense for a target: of a server the answers are looked at, of a client the requests. */
export function checksFor(facts: Facts, { name }: TargetDescription): readonly Check[] {
  return name === "client" ? clientRequestChecks(facts, clientSubject) : catalogue(facts);
}
