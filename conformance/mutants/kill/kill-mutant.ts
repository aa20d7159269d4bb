import type { Certificate } from "@microbilt-oauth/emulator/certificate";
import type { Check } from "../../src/check.ts";
import { observedRequestChecks } from "../../src/checks/server/token-request/observed-requests.ts";
import type { Spec } from "../../src/document/spec.ts";
import type { Level } from "../../src/requirement.ts";
import { createContext } from "../../src/run/create-context.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { runChecks } from "../../src/run/run-checks.ts";
import type { Mutant } from "../mutant.ts";
import { type Mutation, serveMutant } from "./serve-mutant.ts";

/** The same random requests in each run. */
const SEED = 1;

/** What became of a mutant. */
export interface MutantResult {
  /** The title of the mutant. */
  readonly title: string;
  /** The id of the check that names it. */
  readonly killedBy: string;
  /** `killed` if the check that names the mutant failed at MUST or SHOULD, and its INFO checks failed too. */
  readonly outcome: "killed" | "survived";
  /** The checks that failed. */
  readonly failed: readonly { readonly id: string; readonly level: Level }[];
}

/** Runs checks against a mutated emulator, or against the original if there is no mutation. */
export async function runAgainst(
  spec: Spec,
  mutation: Mutation,
  checks: readonly Check[],
  certificate: Certificate,
): Promise<readonly CheckResult[]> {
  await using target = await serveMutant(spec.contract, mutation, certificate);
  return await runChecks(checks, createContext(spec, target, { seed: SEED }));
}

/**
 * Runs checks against the original. The checks of requests that MicroBilt does not document run against the original with
 * the compatibility `observed`, because the default one rejects these requests.
 */
export async function runAgainstOriginal(
  spec: Spec,
  checks: readonly Check[],
  certificate: Certificate,
): Promise<readonly CheckResult[]> {
  const observed = new Set(observedRequestChecks(spec).map(({ id }) => id));
  const { documented = [], undocumented = [] } = Object.groupBy(checks, ({ id }) =>
    observed.has(id) ? "undocumented" : "documented",
  );
  return [
    ...(await runAgainst(spec, {}, documented, certificate)),
    ...(await runAgainst(spec, { emulator: { compatibility: "observed" } }, undocumented, certificate)),
  ];
}

/** Runs checks against a mutant, and decides whether they kill it. */
export async function killMutant(
  spec: Spec,
  mutant: Mutant,
  checks: readonly Check[],
  certificate: Certificate,
): Promise<MutantResult> {
  const results = await runAgainst(spec, mutant, checks, certificate);
  const failed = results
    .filter(({ isMet }) => isMet === false)
    .map(({ id, requirement: { level } }) => ({ id, level }));
  const { title, killedBy, notedBy = [] } = mutant;
  const isKilled =
    failed.some(({ id, level }) => id === killedBy && level !== "INFO") &&
    notedBy.every((noted) => failed.some(({ id }) => id === noted));
  return { title, killedBy, outcome: isKilled ? "killed" : "survived", failed };
}

/**
 * Selects the checks that a mutant names, in the order in which they run.
 *
 * @throws {Error} if the mutant names a check that does not exist
 */
export function namedChecks(checks: readonly Check[], { killedBy, notedBy = [], after = [] }: Mutant): Check[] {
  const named = new Set<string>([...after, killedBy, ...notedBy]);
  const found = checks.filter(({ id }) => named.has(id));
  if (found.length < named.size) {
    throw new Error(`A mutant names an unknown check; it names ${[...named].join(", ")}.`);
  }
  return found;
}
