import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { contract, textPage } from "./documentation.ts";

const command = fileURLToPath(new URL("../../src/command/drift.ts", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "microbilt-drift-"));
afterAll(() => rm(folder, { recursive: true }));

async function run(page: string, ...options: readonly string[]) {
  await writeFile(join(folder, "page"), page);
  return execute(join(folder, "page"), ...options);
}

function execute(...args: readonly string[]) {
  return spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
}

test("a page that has not changed exits with 0", async () => {
  const { status, stdout } = await run(textPage);
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("spec/openapi.yaml") });
});

test("a page that has changed exits with 1 and prints the differences, as JSON too", async () => {
  const edited = textPage.replaceAll(contract.tokenEndpoint.path, "/OAuth/Other");
  expect(await run(edited)).toMatchObject({ status: 1, stdout: expect.stringContaining("differ in 1 place") });
  const { stdout } = await run(edited, "--json");
  expect(JSON.parse(stdout)).toMatchObject([{ fact: "the path of the token endpoint", page: { number: 3 } }]);
});

test("an error page, an absent file and no file exit with 2 and one sentence", async () => {
  expect(await run("<html><body><h1>404 Not Found</h1></body></html>")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Save MicroBilt's OAuth documentation again."),
  });
  expect(execute(join(folder, "absent"))).toMatchObject({ status: 2, stderr: expect.stringContaining("ENOENT") });
  expect(execute()).toMatchObject({ status: 2, stderr: expect.stringContaining("must have one file") });
});
