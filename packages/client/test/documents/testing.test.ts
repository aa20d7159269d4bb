/** The tests in docs/testing.md compile and pass. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PRODUCT } from "../support/product-document.ts";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
let programs: ReadmePrograms;

beforeAll(async () => {
  const files = {
    "iPredict.ts": PRODUCT,
    "vitest.config.ts": 'export default { test: { include: ["program-*.ts"] } };',
  };
  programs = await writeReadmePrograms(root, files, undefined, "docs/testing.md");
});

afterAll(() => programs.remove());

test("they compile", { timeout: MINUTE }, async () => {
  expect(await programs.compile()).toBe("");
});

test("they pass", { timeout: MINUTE }, async () => {
  const vitest = join(createRequire(import.meta.url).resolve("vitest/package.json"), "../vitest.mjs");
  const env = { ...process.env, NO_COLOR: "1" };

  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run", "--root", programs.directory], {
    env,
  });

  expect(stdout).toMatch(new RegExp(`Test Files +${programs.count} passed`));
  expect(stdout).toMatch(/Tests +6 passed/);
});
