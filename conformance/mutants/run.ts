/** Prints which check catches which defect, and which check none does. */
import { styleText } from "node:util";
import { catalogue } from "../src/checks/catalogue.ts";
import { loadSpec } from "../src/document/spec.ts";
import { catchMutants, isCaught, type Outcome } from "./catch.ts";

const paint = (format: Parameters<typeof styleText>[0], text: string) =>
  styleText(format, text, { stream: process.stdout });

const start = performance.now();
const outcomes = await catchMutants((outcome) => {
  if (process.stdout.isTTY) {
    process.stdout.write(isCaught(outcome) ? "." : "!");
  }
});
console.log(`\n  ${"defect".padEnd(72)}caught by`);
for (const outcome of outcomes) {
  console.log(lineOf(outcome));
}

const catches = Map.groupBy(
  outcomes.flatMap(({ failed }) => failed),
  ({ id }) => id,
);
const checks = catalogue(loadSpec());
console.log(`\n  ${"check".padEnd(72)}catches`);
for (const { id } of checks) {
  const count = catches.get(id)?.length ?? 0;
  console.log(`  ${id.padEnd(72)}${count === 0 ? paint("red", "none: suspect") : count}`);
}

const caught = outcomes.filter(isCaught).length;
const suspect = checks.filter(({ id }) => !catches.has(id)).length;
const seconds = ((performance.now() - start) / 1_000).toFixed(0);
console.log(
  `\n  ${caught} of ${outcomes.length} defects caught by the check that names them, ${suspect} of ${checks.length} checks suspect, ${seconds} s\n`,
);
process.exitCode = caught === outcomes.length && suspect === 0 ? 0 : 1;

function lineOf(outcome: Outcome): string {
  const { mutant, failed } = outcome;
  const others = failed.filter(({ id, level }) => id !== mutant.caughtBy && level !== "INFO").map(({ id }) => id);
  const more = others.length > 3 ? [...others.slice(0, 3), `${others.length - 3} more`] : others;
  const by = isCaught(outcome) ? mutant.caughtBy : paint("red", `not by ${mutant.caughtBy}`);
  return `  ${mutant.title.padEnd(72)}${by}${more.length > 0 ? `, ${more.join(", ")}` : ""}`;
}
