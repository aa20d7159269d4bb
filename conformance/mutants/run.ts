/**
 * Prints whether the checks kill every mutant, how many mutants each check kills, and whether the original passes.
 *
 * Each mutant meets the checks that it names; with `--matrix`, it meets every check, which shows who else kills it.
 */
import { parseArgs, styleText } from "node:util";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { catalogue } from "../src/checks/server/catalogue.ts";
import { loadSpec } from "../src/document/spec.ts";
import { type MutantResult, runAgainstOriginal } from "./kill/kill-mutant.ts";
import { killMutants } from "./kill/kill-mutants.ts";

/** How many other checks a line lists. */
const LISTED_CHECKS = 3;

const { matrix } = parseArgs({ options: { matrix: { type: "boolean", default: false } } }).values;

const start = performance.now();
const spec = loadSpec();
const checks = catalogue(spec);
const original = await runAgainstOriginal(spec, checks, await createCertificate());
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
console.log(`\n  ${"check".padEnd(titleWidth)}mutants killed`);
for (const { id } of checks) {
  console.log(`  ${id.padEnd(titleWidth)}${kills.get(id)?.length ?? styleText("red", "none")}`);
}

const killed = results.filter(({ outcome }) => outcome === "killed").length;
const proven = checks.filter(({ id }) => kills.has(id)).length;
const passed = original.filter(({ outcome }) => outcome === "passed").length;
console.log(`
  ${killed} of ${results.length} mutants are killed by the check that names them
  ${proven} of ${checks.length} checks kill a mutant
  ${passed} of ${checks.length} checks pass on the original
  ${((performance.now() - start) / 1_000).toFixed(0)} s
`);
process.exitCode = killed === results.length && proven === checks.length && passed === checks.length ? 0 : 1;

function killers({ killedBy, outcome, failed }: MutantResult): string {
  const others = failed.filter(({ id, level }) => id !== killedBy && level !== "INFO").map(({ id }) => id);
  const rest = others.length - LISTED_CHECKS;
  return [
    outcome === "killed" ? killedBy : styleText("red", `survived ${killedBy}`),
    ...others.slice(0, LISTED_CHECKS),
    ...(rest > 0 ? [`${rest} more`] : []),
  ].join(", ");
}
