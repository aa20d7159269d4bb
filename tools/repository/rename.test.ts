/** The one rule, proven: a fact changed in the document changes everywhere, and nowhere else by hand. */
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MINUTES = 60_000;
/** What takes minutes, and says nothing of names. */
const SLOW = ["package", "model", "sockets", "random-requests.test.ts", "mutants.test.ts", "controls.test.ts"].map(
  (name) => `**/test/**/${name}${name.endsWith(".ts") ? "" : "/**"}`,
);
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "microbilt-rename-"));
  const { stdout } = await run("git", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z");
  for (const file of stdout.split("\0").filter(Boolean)) {
    await cp(join(root, file), join(copy, file));
  }
  await run("git", copy, "init", "--quiet");
  await commit(copy);
  // Below another script pnpm does not install by itself.
  await pnpm("install", "--prefer-offline", "--frozen-lockfile");
}, 5 * MINUTES);

afterAll(() => rm(copy, { recursive: true, force: true }));

test("another path and another host need no other edit than in the document", { timeout: 8 * MINUTES }, async () => {
  const file = join(copy, "spec/openapi.yaml");
  const document = await readFile(file, "utf8");
  await writeFile(
    file,
    document
      .replace("/OAuth/GetAccessToken:", "/OAuth/Token:")
      .replace("https://apitest.microbilt.com", "https://sandbox.example"),
  );

  await pnpm("generate");
  const { stdout } = await run("git", copy, "diff", "--name-only");
  expect(stdout.trim().split("\n")).toEqual([
    "packages/client/generated/openapi.ts",
    "spec/generated/contract.ts",
    "spec/generated/openapi.json",
    "spec/openapi.yaml",
  ]);

  await pnpm("generate", "--check");
  await pnpm("types");
  await pnpm("exec", "vitest", "run", "--project", "!test", ...SLOW.flatMap((files) => ["--exclude", files]));
  expect(await pnpm("conformance")).toContain("prism conforms");
  const page = await readFile(join(copy, "conformance-report/index.html"), "utf8");
  expect(page).toContain("~1OAuth~1Token");
});

test("a stale generated file fails the check, which names the command to run", { timeout: 4 * MINUTES }, async () => {
  await writeFile(join(copy, "spec/generated/contract.ts"), "// edited by hand\n");

  await expect(pnpm("generate", "--check")).rejects.toMatchObject({
    stdout: expect.stringContaining("generated/contract.ts is stale. Run: pnpm generate"),
  });
});

async function pnpm(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("npx", copy, "-y", "pnpm@10", ...args);
  return stdout;
}

async function commit(directory: string): Promise<void> {
  await run("git", directory, "add", "--all");
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.test"];
  await run("git", directory, ...author, "commit", "--quiet", "--message", "before");
}

function run(command: string, cwd: string, ...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
}
