/** The README's programs compile, run, and print what the README says; its facts are those of the suite. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { codeBlocks, type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OUTCOMES } from "../src/run/results.ts";
import { POLITE, TARGET_NAMES } from "../src/target.ts";
import { runCommand } from "./support/command.ts";

const MINUTE = 60_000;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = join(ROOT, "test/.readme");
const VITEST = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

/** What each program prints; the last one is a suite for vitest. */
const OUTPUTS = [
  "passed []",
  "conforms as far as checked: 105 of 108 MUST checks ran",
  "conforms: 8 of 8 MUST checks passed",
];
const SUITE = `program-${OUTPUTS.length}.ts`;
const VITEST_CONFIG = `export default { test: { include: ["${SUITE}"] } };`;

let programs: ReadmePrograms;

beforeAll(async () => {
  programs = await writeReadmePrograms(ROOT, { "vitest.config.js": VITEST_CONFIG });
});

afterAll(() => programs.remove());

describe("the programs", { timeout: MINUTE }, () => {
  test("are all known to this test", () => {
    expect(programs.count).toBe(OUTPUTS.length + 1);
  });

  test("compile", async () => {
    expect(await programs.compile()).toBe("");
  });

  test.each(OUTPUTS.map((output, index) => [index, output] as const))("number %i prints %s", async (index, output) => {
    expect(await programs.run(index)).toBe(output);
  });

  test("for vitest registers a test for each check", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [VITEST, "run"], { cwd: PROGRAMS });

    expect(stripVTControlCharacters(stdout)).toMatch(/Tests +[23]\d\d passed/);
  });
});

describe("the text", () => {
  test("names every target, outcome and option", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const { stdout: help } = await runCommand(["--help"]);
    const options = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = ""]) => option);

    expect(options.length).toBeGreaterThan(12);
    for (const name of [
      ...TARGET_NAMES.map((target) => `| \`${target}\``),
      ...OUTCOMES.map((outcome) => `| \`${outcome}\``),
    ]) {
      expect(readme).toContain(name);
    }
    for (const option of options) {
      expect(readme).toContain(option);
    }
  });

  test("names the pace and the budget of a server elsewhere", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");

    expect(readme).toContain("at most two per second, and at most 1,500 in a run");
    expect(POLITE).toEqual({ interval: 500, budget: 1_500 });
  });

  test("shows commands whose options exist", async () => {
    const commands = (await codeBlocks(ROOT, "sh")).flatMap((block) => block.split("\n"));
    const helps = await Promise.all([["--help"], ["diff", "--help"]].map((args) => runCommand(args)));
    const help = helps.map(({ stdout }) => stdout).join("\n");

    for (const [option] of commands.join("\n").matchAll(/--(?!save-dev)[a-z-]+/g)) {
      expect(help).toContain(option);
    }
  });
});
