import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { CannotRun } from "../errors.ts";
import schema from "../reports/results.schema.json" with { type: "json" };
import type { Paint } from "../reports/terminal.ts";
import { type CheckDifference, compareRuns } from "../run/compare.ts";
import type { RunResults } from "../run/results.ts";

/**
 * Compares two runs, each a results.json or the folder that holds one.
 *
 * @throws {CannotRun} when one of them is none
 */
export async function diff(before: string, after: string, paint: Paint): Promise<{ text: string; isWorse: boolean }> {
  const [first, second] = [await readResults(before), await readResults(after)];
  const { worse, better, changed } = compareRuns(first, second);
  const sections = [
    section("worse", worse, "red", paint),
    section("better", better, "green", paint),
    section("changed", changed, "yellow", paint),
  ];
  const text = [
    "",
    `  before  ${about(first)}`,
    `  after   ${about(second)}`,
    ...sections.flat(),
    "",
    `  ${worse.length} worse, ${better.length} better, ${changed.length} changed`,
    "",
  ].join("\n");
  return { text, isWorse: worse.length > 0 };
}

async function readResults(path: string): Promise<RunResults> {
  let results: unknown;
  try {
    const file = (await stat(path)).isDirectory() ? join(path, "results.json") : path;
    results = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new CannotRun(`${path} cannot be read: ${(error as Error).message}`);
  }
  const ajv = new Ajv2020();
  if (!ajv.validate(schema, results)) {
    throw new CannotRun(`${path} holds no results of a run: ${ajv.errorsText()}.`);
  }
  return results as RunResults;
}

function about({ target, document, startedAt, verdict }: RunResults): string {
  return `${target.title}, ${target.baseUrl}, ${startedAt}, document ${document.version}: ${verdict}`;
}

function section(
  title: string,
  differences: readonly CheckDifference[],
  colour: "red" | "green" | "yellow",
  paint: Paint,
): string[] {
  return differences.length === 0
    ? []
    : [
        "",
        `  ${paint(colour, title)}`,
        ...differences.flatMap(({ id, level, was, is }) => [
          `    ${level.padEnd(6)} ${id}`,
          `           was  ${was}`,
          `           is   ${is}`,
        ]),
      ];
}
