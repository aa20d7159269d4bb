/**
 * Prints whether the checks kill every mutant, and how many mutants each check kills.
 *
 * Each mutant meets the checks that it names; with `--matrix`, it meets every check, which shows who else kills it.
 */
import { parseArgs, styleText } from "node:util";
import { catalogue } from "../src/checks/server/catalogue.ts";
import { loadSpec } from "../src/document/spec.ts";
import type { MutantResult } from "./kill/kill-mutant.ts";
import { killMutants } from "./kill/kill-mutants.ts";

/** How many other checks a line lists. */
const LISTED_CHECKS = 3;

const { matrix } = parseArgs({ options: { matrix: { type: "boolean", default: false } } }).values;

const start = performance.now();
const results = await killMutants(matrix, ({ outcome }) => {
  if (process.stdout.isTTY) {
    process.stdout.write(outcome === "killed" ? "." : "!");
  }
});
const titleWidth = Math.max(...results.map(({ title }) => title.length)) + 2;
console.log(`\n  ${"mutant".padEnd(titleWidth)}killed by`);
for (const result of results) {
  console.log(`  ${result.title.padEnd(titleWidth)}${killers(result)}`);
}

const kills = Map.groupBy(
  results.flatMap(({ failed }) => failed),
  ({ id }) => id,
);
const checks = catalogue(loadSpec());
console.log(`\n  ${"check".padEnd(titleWidth)}mutants killed`);
for (const { id } of checks) {
  console.log(`  ${id.padEnd(titleWidth)}${kills.get(id)?.length ?? styleText("red", "none")}`);
}

const killed = results.filter(({ outcome }) => outcome === "killed").length;
const unproven = checks.filter(({ id }) => !kills.has(id)).length;
const seconds = ((performance.now() - start) / 1_000).toFixed(0);
console.log(
  `\n  ${killed} of ${results.length} mutants killed by the check that names them, ` +
    `${unproven} of ${checks.length} checks without a mutant, ${seconds} s\n`,
);
process.exitCode = killed === results.length && unproven === 0 ? 0 : 1;

function killers({ killedBy, outcome, failed }: MutantResult): string {
  const others = failed.filter(({ id, level }) => id !== killedBy && level !== "INFO").map(({ id }) => id);
  const rest = others.length - LISTED_CHECKS;
  return [
    outcome === "killed" ? killedBy : styleText("red", `survived ${killedBy}`),
    ...others.slice(0, LISTED_CHECKS),
    ...(rest > 0 ? [`${rest} more`] : []),
  ].join(", ");
}
