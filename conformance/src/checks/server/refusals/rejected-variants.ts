import type { Check } from "../../../check.ts";
import { FLOW_LABELS, type FlowName } from "../../../flow.ts";
import type { Capability } from "../../../target.ts";
import { rejectsEach, type Variant } from "../variants.ts";

/** Token requests of one flow that the token endpoint must reject. */
export interface RejectedVariants {
  /** The flow; the id of the check starts with it. */
  readonly flow: FlowName;
  /** The rest of the check's id. */
  readonly name: string;
  /** The rest of the check's title, after "a JSON token request". */
  readonly description: string;
  /** The statement that requires the rejection. */
  readonly requirement: Check["requirement"];
  /** What the check needs of a server; `credentials` if the variants are wrong guesses at them. @default nothing */
  readonly needs?: readonly Capability[];
  /** The token requests. */
  readonly variants: readonly Variant[];
}

/** Creates a check that expects the token endpoint to grant none of the variants. */
export function rejectsVariants({ flow, name, description, variants, ...check }: RejectedVariants): Check {
  return rejectsEach(
    {
      ...check,
      id: `refusals/${flow}-${name}`,
      title: `The token endpoint rejects a ${FLOW_LABELS[flow]} token request ${description}`,
      flow,
    },
    variants,
  );
}
