import { loadSpec, type Spec } from "../document/spec.ts";
import { checksFor } from "../run/catalogue.ts";
import { traceRequirements } from "./trace.ts";
import type { TracedSource } from "./traced.ts";

/** Traces every requirement to the checks of servers and of clients. */
export function allRequirements(spec: Spec = loadSpec()): readonly TracedSource[] {
  return traceRequirements(spec, [...checksFor(spec, "server"), ...checksFor(spec, "client")]);
}
