/** The one rule, proven: a fact that changes in the document changes everywhere, and nowhere else by hand. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { linesWith } from "./lines-with.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MINUTE = 60_000;
const PACKAGES = ["spec", "packages/client", "packages/emulator", "conformance"];

/** The tests of these folders and files take long and depend on no name in the document. */
const SLOW = [
  "**/test/{package,model,sockets,types}/**",
  "**/{random-requests,mutants,controls,foreign,hostile,readme,command}.test.ts",
];

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "microbilt-rename-"));
  for (const file of await committedFiles()) {
    await cp(join(root, file), join(copy, file));
  }
  await linkDependencies();
  await git("init", "--quiet");
  await git("add", "--all");
}, MINUTE);

afterAll(() => rm(copy, { recursive: true, force: true }));

beforeEach(async () => {
  await git("checkout", "--quiet", "--", ".");
});

test("another path and another host need no other edit than in the document", { timeout: 5 * MINUTE }, async () => {
  await editDocument((document) =>
    document
      .replace("/OAuth/GetAccessToken:", "/OAuth/Token:")
      .replace("https://apitest.microbilt.com", "https://sandbox.example"),
  );

  await generate();
  const { stdout } = await git("diff", "--name-only");
  expect(stdout.trim().split("\n")).toEqual([
    "spec/generated/contract.ts",
    "spec/generated/openapi.json",
    "spec/generated/openapi.ts",
    "spec/openapi.yaml",
  ]);
  await generate("--check");
  expect(await compileErrors()).toEqual([]);
  await run(
    "node_modules/vitest/vitest.mjs",
    copy,
    "run",
    ...SLOW.flatMap((files) => ["--exclude", files]),
    ...PACKAGES,
  );
  const report = join(copy, "report");
  await run("conformance/src/cli.ts", copy, "--target", "emulator", "--report", report);
  expect(await readFile(join(report, "index.html"), "utf8")).toContain("~1OAuth~1Token");
});

test("the compiler names every line that uses a renamed member", { timeout: 2 * MINUTE }, async () => {
  const members = ["client_id", "client_secret", "grant_type", "access_token", "expires_in", "issued_at", "token_type"];
  await editDocument((document) => members.reduce((text, name) => text.replaceAll(name, `${name}_renamed`), document));

  // The facts cannot be read from such a document; the types are generated before.
  await expect(generate()).rejects.toMatchObject({ stderr: expect.stringContaining("has no member client_id") });

  const named = new Set((await compileErrors()).map(({ file, line }) => `${file}:${line}`));
  const uses = await linesWith(members, PACKAGES, copy);
  expect(uses.length).toBeGreaterThan(20);
  expect(uses.filter((use) => !named.has(use))).toEqual([]);
});

test("a generated file that was edited by hand fails the check, which names the command to run", async () => {
  await writeFile(join(copy, "spec/generated/contract.ts"), "// edited by hand\n");

  await expect(generate("--check")).rejects.toMatchObject({
    stderr: expect.stringContaining("generated/contract.ts is stale. Run: pnpm generate"),
  });
});

async function committedFiles(): Promise<string[]> {
  const { stdout } = await execute("git", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z");
  return stdout.split("\0").filter(Boolean);
}

/** The links in the packages' own `node_modules` are relative, so they lead to the packages of the copy. */
async function linkDependencies(): Promise<void> {
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  for (const folder of PACKAGES.concat("docs", "tools/testing")) {
    await cp(join(root, folder, "node_modules"), join(copy, folder, "node_modules"), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/node_modules\/\.(?!bin)/.test(path),
    });
  }
}

async function editDocument(edit: (document: string) => string): Promise<void> {
  const file = join(copy, "spec/openapi.yaml");
  await writeFile(file, edit(await readFile(file, "utf8")));
}

function generate(...args: readonly string[]) {
  return run("scripts/generate.ts", join(copy, "spec"), ...args);
}

async function compileErrors(): Promise<{ file: string; line: number }[]> {
  const errors = [];
  for (const folder of PACKAGES) {
    const output = await run("node_modules/typescript/bin/tsc", copy, "-p", folder, "--pretty", "false").then(
      ({ stdout }) => stdout,
      ({ stdout }) => stdout as string,
    );
    for (const [, file = "", line] of output.matchAll(/^(\S+?)\((\d+),\d+\): error/gm)) {
      errors.push({ file, line: Number(line) });
    }
  }
  return errors;
}

function git(...args: readonly string[]) {
  return execute("git", copy, ...args);
}

/** Runs a program with this Node. */
function run(program: string, cwd: string, ...args: readonly string[]) {
  return execute(process.execPath, cwd, program, ...args);
}

function execute(command: string, cwd: string, ...args: readonly string[]) {
  return promisify(execFile)(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
}
