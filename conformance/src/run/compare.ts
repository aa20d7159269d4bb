import type { Level } from "../requirement.ts";
import type { CheckResult, RunResults } from "./results.ts";

/** What is not the same in two runs. */
export interface Comparison {
  readonly worse: readonly CheckDifference[];
  readonly better: readonly CheckDifference[];
  readonly changed: readonly CheckDifference[];
}

/** One check, before and after, in words. */
export interface CheckDifference {
  readonly id: string;
  readonly level: Level;
  readonly was: string;
  readonly is: string;
}

/** Compares two runs check by check; one that only one of them has, or could not look at, has changed. */
export function compareRuns(before: RunResults, after: RunResults): Comparison {
  const was = new Map(before.checks.map((check) => [check.id, check]));
  const is = new Map(after.checks.map((check) => [check.id, check]));
  const all = [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
    const [first, second] = [was.get(id), is.get(id)];
    const check = second ?? first;
    return check && steady(inWords(first)) !== steady(inWords(second)) ? [{ check, first, second }] : [];
  });
  const differences = (isMeant: (first?: Outcome, second?: Outcome) => boolean): CheckDifference[] =>
    all
      .filter(({ first, second }) => isMeant(first?.outcome, second?.outcome))
      .map(({ check, first, second }) => ({
        id: check.id,
        level: check.requirement.level,
        was: inWords(first),
        is: inWords(second),
      }));
  const isWorse = (first?: Outcome, second?: Outcome) =>
    second === "failed" && first !== "failed" && first !== undefined;
  const isBetter = (first?: Outcome, second?: Outcome) => first === "failed" && second === "passed";
  return {
    worse: differences(isWorse),
    better: differences(isBetter),
    changed: differences((first, second) => !isWorse(first, second) && !isBetter(first, second)),
  };
}

/** Without numbers so long that they are times, which differ from run to run. */
function steady(text: string): string {
  return text.replace(/\d{6,}/g, "#");
}

type Outcome = CheckResult["outcome"];

function inWords(check: CheckResult | undefined): string {
  if (!check) {
    return "not in the run";
  }
  const { outcome, reason, findings } = check;
  switch (outcome) {
    case "passed":
      return "passed";
    case "skipped":
      return `skipped: ${reason}`;
    default:
      return `failed: ${findings.map(({ seen }) => seen).join("; ")}`;
  }
}
