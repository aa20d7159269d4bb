/** The README's programs compile, run, and print what they should. */
import { fileURLToPath } from "node:url";
import { type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
const OUTPUTS = ["POST https://apitest.microbilt.com/OAuth/GetAccessToken", "/iPredict"];

let programs: ReadmePrograms;

beforeAll(async () => {
  programs = await writeReadmePrograms(fileURLToPath(new URL("..", import.meta.url)));
});

afterAll(() => programs.remove());

test("the README has a program for each output", () => {
  expect(programs.count).toBe(OUTPUTS.length);
});

test("the programs compile", { timeout: MINUTE }, async () => {
  expect(await programs.compile()).toBe("");
});

test.each(OUTPUTS)("a program prints %j", async (output) => {
  expect(await programs.run(OUTPUTS.indexOf(output))).toBe(output);
});
