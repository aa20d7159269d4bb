/** The one rule, proven: a fact that changes in the document changes everywhere, and nowhere else by hand. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { linesWith } from "./lines-with.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MINUTE = 60_000;
const PRODUCTS = "spec/test/products";
const PACKAGES = ["spec", "packages/client", "packages/emulator", "packages/cli", "conformance"];

/** Names that other standards have: the bearer in a query or a form (RFC 6750), and a claim of a JWT (RFC 9068). */
const OTHER_STANDARDS = /bearer\/(?:calls|invalid-tokens\/jwt-tokens)\.ts:/;

/** The tests of these folders and files take long and depend on no name in the document. */
const SLOW = [
  "**/test/{documents,package,model,sockets,types}/**",
  "**/cli/test/{proxy,http,types,mistakes}/**",
  "**/conformance/test/{checks,command,adapters,reports,wire}/**",
  "**/{random-requests,readme,command,process-end,sandbox}.test.ts",
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
  await edit("spec/openapi.yaml", (document) =>
    document
      .replace("/OAuth/GetAccessToken:", "/OAuth/NewToken:")
      .replace("https://apitest.microbilt.com", "https://sandbox.example"),
  );
  // The documents of products are written by others, who name the hosts themselves.
  for (const product of await readdir(join(copy, PRODUCTS))) {
    await edit(join(PRODUCTS, product), (text) => text.replaceAll("apitest.microbilt.com", "sandbox.example"));
  }

  await generate();
  const { stdout } = await git("diff", "--name-only");
  expect(stdout.trim().split("\n")).toEqual([
    "spec/generated/contract.ts",
    "spec/generated/openapi.json",
    "spec/generated/openapi.ts",
    "spec/openapi.yaml",
    ...(await readdir(join(copy, PRODUCTS))).map((product) => `${PRODUCTS}/${product}`),
  ]);
  await generate("--check");
  expect(await compile()).toEqual([]);
  await run(
    "node_modules/vitest/vitest.mjs",
    copy,
    "run",
    `--testTimeout=${MINUTE}`,
    `--hookTimeout=${MINUTE}`,
    ...SLOW.flatMap((files) => ["--exclude", files]),
    ...PACKAGES,
  );
  const report = join(copy, "report");
  await run("conformance/src/cli.ts", copy, "--target", "emulator", "--report", report);
  expect(await readFile(join(report, "results.json"), "utf8")).toContain("~1OAuth~1NewToken");
});

test("the compiler leads from a renamed member to every use of it", { timeout: 3 * MINUTE }, async () => {
  const members = ["client_id", "client_secret", "grant_type", "access_token", "expires_in", "issued_at", "token_type"];
  const rename = (text: string) => text.replace(new RegExp(`\\b(?:${members.join("|")})\\b`, "g"), "new_$&");
  await edit("spec/openapi.yaml", rename);
  // The types are generated first; the facts of the contract need code that knows the new names.
  await expect(generate()).rejects.toMatchObject({ stderr: expect.stringContaining("has no member client_id") });
  await edit("spec/generated/contract.ts", rename);

  const before = await linesWith(members, PACKAGES, copy);
  expect(before.length).toBeGreaterThan(20);
  // Whoever goes to each line that the compiler names, and renames what is there, leaves no use of the old names.
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const { file, line } of await compile()) {
      isChanged = (await edit(file, rename, line)) || isChanged;
    }
  }
  const left = (await linesWith(members, PACKAGES, copy)).filter((use) => !OTHER_STANDARDS.test(use));
  expect(left).toEqual([]);
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

/** Edits a file of the copy, or one line of it, and returns whether that changed anything. */
async function edit(file: string, change: (text: string) => string, line?: number): Promise<boolean> {
  const path = join(copy, file);
  const before = await readFile(path, "utf8");
  const after = line
    ? before
        .split("\n")
        .map((text, index) => (index === line - 1 ? change(text) : text))
        .join("\n")
    : change(before);
  await writeFile(path, after);
  return after !== before;
}

function generate(...args: readonly string[]) {
  return run("scripts/generate.ts", join(copy, "spec"), ...args);
}

/** The errors of the packages' code, compiled as one program. */
async function compile(): Promise<{ file: string; line: number }[]> {
  const tsconfig = {
    extends: "./tsconfig.base.json",
    compilerOptions: { lib: ["es2024", "dom", "dom.iterable", "dom.asynciterable"], incremental: true },
    include: PACKAGES.flatMap((folder) => [`${folder}/src`, `${folder}/mutants`]),
  };
  await writeFile(join(copy, "tsconfig.json"), JSON.stringify(tsconfig));
  const output = await run("node_modules/typescript/bin/tsc", copy, "--pretty", "false").then(
    ({ stdout }) => stdout,
    ({ stdout }) => stdout as string,
  );
  return [...output.matchAll(/^(\S+?)\((\d+),\d+\): error/gm)].map(([, file = "", line]) => ({
    file,
    line: Number(line),
  }));
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
