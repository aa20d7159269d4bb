import type { CheckContext, ClientCheckContext } from "../check.ts";
import { type Spec, specAt } from "../document/spec.ts";
import type { ClientTarget, ServerTarget, Target } from "../target.ts";
import { createRedactor } from "../wire/redactor.ts";
import type { RunContext, RunSettings } from "./context.ts";
import type { CountingRules } from "./outcome.ts";
import { createServerContext } from "./server-context.ts";

/** Creates what the checks of one run share. */
export function createContext(spec: Spec, target: ServerTarget, settings?: RunSettings): RunContext<CheckContext>;
export function createContext(spec: Spec, target: ClientTarget, settings?: RunSettings): RunContext<ClientCheckContext>;
export function createContext(
  spec: Spec,
  target: Target,
  { seed = 1, strict = false, requireAll = false, knownDeviations = [], now = new Date(), waiting }: RunSettings = {},
): RunContext<CheckContext> | RunContext<ClientCheckContext> {
  const rules = { strict, requireAll, knownDeviations, today: now.toISOString().slice(0, 10) };
  return target.kind === "server"
    ? createServerContext(specAt(spec, target), target, seed, rules, waiting)
    : createClientContext(spec, target, seed, rules);
}

/** A client sends its own requests, so none are counted. The only secrets are the suite's own test credentials. */
function createClientContext(
  spec: Spec,
  target: ClientTarget,
  seed: number,
  rules: CountingRules,
): RunContext<ClientCheckContext> {
  const { redact, split } = createRedactor();
  const forCheck = () => ({ context: { ...spec, target }, prepare: async () => {}, notes: [], requests: 0 });
  return { ...spec, target, seed, rules, requests: 0, redact, split, forCheck };
}
