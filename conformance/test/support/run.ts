import { catalogue } from "../../src/checks/server/catalogue.ts";
import { loadSpec, type Spec } from "../../src/document/spec.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { runChecks } from "../../src/run/run-checks.ts";
import type { ServerTarget } from "../../src/target.ts";

export const spec: Spec = loadSpec();

/** Runs the catalogue in this process, or what is left of it. */
export function runCatalogue(
  target: ServerTarget,
  isMeant: (id: string) => boolean = () => true,
): Promise<readonly CheckResult[]> {
  const checks = catalogue(spec).filter(({ id }) => isMeant(id));
  return runChecks(spec, checks, target, 1);
}

/** The ids of the checks that failed at a level. */
export function failedAt(level: "MUST" | "SHOULD", results: readonly CheckResult[]): string[] {
  return results
    .filter(({ outcome, requirement }) => outcome === "failed" && requirement.level === level)
    .map(({ id }) => id);
}
