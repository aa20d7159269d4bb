import type { Check, ClientCheck } from "../check.ts";
import { clientRequestChecks } from "../checks/client/client-requests.ts";
import { catalogue } from "../checks/server/catalogue.ts";
import type { Spec } from "../document/spec.ts";
import type { Target } from "../target.ts";

/** The checks for a kind of target, in the order in which they run. */
export function checksFor(spec: Spec, kind: Target["kind"]): readonly (Check | ClientCheck)[] {
  return kind === "client" ? clientRequestChecks(spec) : catalogue(spec);
}
