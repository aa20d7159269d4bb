/** What users install: the command runs from an empty project. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPacked, type PackedProject } from "@microbilt-oauth/testing/packed";
import { checkTypes, packageProblems, undocumentedNames } from "@microbilt-oauth/testing/publishable";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
const COMMAND = "node_modules/.bin/microbilt-conformance";
const [root = "", client = "", emulator = "", spec = ""] = [
  "../..",
  "../../../packages/client",
  "../../../packages/emulator",
  "../../../spec",
].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

let project: PackedProject;

beforeAll(async () => {
  project = await installPacked(root, spec, client, emulator);
}, 5 * MINUTE);

afterAll(() => project.remove());

test("it holds what it needs and nothing else", async () => {
  const files = await readdir(project.installed, { recursive: true, withFileTypes: true });
  const others = files.filter((file) => file.isFile() && !/dist$/.test(file.parentPath)).map(({ name }) => name);

  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json", "results.schema.json"]);
});

test.each(["prism", "emulator", "client"])(
  "its command checks %s, and leaves its reports",
  { timeout: MINUTE },
  async (target) => {
    const said = await project.node(COMMAND, "--target", target, "--report", target);

    expect(said).toContain(`${target} conforms`);
    expect((await readdir(join(project.directory, target))).sort()).toEqual([
      "index.html",
      "junit.xml",
      "results.json",
    ]);
    const results = JSON.parse(await readFile(join(project.directory, target, "results.json"), "utf8"));
    expect(results.checks.length).toBeGreaterThan(7);
  },
);

test("publint finds nothing", { timeout: MINUTE }, async () => {
  expect(await packageProblems(project)).toEqual([]);
});

test("the types are not wrong", { timeout: MINUTE }, async () => {
  await expect(checkTypes(project, "results.schema.json")).resolves.toBeUndefined();
});

test("every public symbol says what it is", async () => {
  expect(await undocumentedNames(root, project)).toEqual([]);
});
