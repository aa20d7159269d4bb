import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lintCurrent } from "../../src/documents/lint-current.ts";
import { readBase, readCurrent } from "../../src/documents/read-document.ts";

const repository = fileURLToPath(new URL("../../../..", import.meta.url));
const command = fileURLToPath(new URL("../../src/command/diff.ts", import.meta.url));

let root: string;
let original: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "microbilt-diff-"));
  for (const name of ["openapi.yaml", "arazzo.yaml", "redocly.yaml", "package.json", "lint", "src"]) {
    await cp(join(repository, "spec", name), join(root, "spec", name), { recursive: true });
  }
  await symlink(join(repository, "spec/node_modules"), join(root, "spec/node_modules"));
  original = await readFile(join(root, "spec/openapi.yaml"), "utf8");
});
afterAll(() => rm(root, { recursive: true }));

test("the document as it is lints", async () => {
  await writeFile(join(root, "spec/openapi.yaml"), original);

  await expect(lintCurrent(root)).resolves.toBeUndefined();
});

test.each([
  [
    "a reference to nowhere",
    '"#/components/schemas/GrantType"',
    '"#/components/schemas/Nowhere"',
    /Can't resolve \$ref/,
  ],
  ["an unknown remedy", "x-remedy: new-credentials", "x-remedy: hope", /x-remedy/],
  ["an unknown source", "x-source: documentation", "x-source: hearsay", /x-source/],
  ["two servers of one environment", "x-environment: production", "x-environment: sandbox", /sandbox/],
])("%s is refused, and named", async (_, before, after, says) => {
  expect(original).toContain(before);
  await writeFile(join(root, "spec/openapi.yaml"), original.replace(before, after));

  const error = await lintCurrent(root).catch((reason: Error) => reason);

  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).toMatch(/^spec\/openapi\.yaml does not lint\. Correct this first:\n/);
  expect((error as Error).message).toMatch(says);
});

test("a document that is not YAML is refused when it is read", async () => {
  await writeFile(join(root, "spec/openapi.yaml"), `${original}\n  - : [`);

  await expect(readCurrent(root)).rejects.toThrow(/cannot be bundled\. Correct this first:/);
});

test("a base must be a file or a commit", async () => {
  await expect(readBase(repository, "no-such-commit")).rejects.toThrow(
    '--base must be a file or a commit of git; got "no-such-commit", which is neither.',
  );
});

test("a base must be an OpenAPI document", async () => {
  await writeFile(join(root, "other.json"), "{}");

  await expect(readBase(repository, join(root, "other.json"))).rejects.toThrow(/is not an OpenAPI document/);
});

test("the command exits with 2, without a stack, if it cannot compare", () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [command, "--base", "no-such-commit"], {
    encoding: "utf8",
  });

  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toBe('--base must be a file or a commit of git; got "no-such-commit", which is neither.\n');
});
