import { catalogue } from "../../src/checks/server/catalogue.ts";
import { loadSpec, type Spec } from "../../src/document/spec.ts";
import { createContext } from "../../src/run/create-context.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { runChecks } from "../../src/run/run-checks.ts";
import type { ServerTarget } from "../../src/target.ts";

export const spec: Spec = loadSpec();

/** Runs the checks of a server, or some of them. */
export function runCatalogue(
  target: ServerTarget,
  isSelected: (id: string) => boolean = () => true,
): Promise<readonly CheckResult[]> {
  const checks = catalogue(spec).filter(({ id }) => isSelected(id));
  return runChecks(checks, createContext(spec, target));
}

/** The ids of the requirements of a level that the target does not meet. */
export function failedAt(level: "MUST" | "SHOULD", results: readonly CheckResult[]): string[] {
  return results.filter(({ isMet, requirement }) => isMet === false && requirement.level === level).map(({ id }) => id);
}
