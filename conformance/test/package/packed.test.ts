/** What users install: the command and both entry points work in an empty project. */
import { execFile } from "node:child_process";
import { access, readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { installPacked, type PackedProject } from "@microbilt-oauth/testing/packed";
import { checkTypes, packageProblems } from "@microbilt-oauth/testing/publishable";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunResults } from "../../src/run/results.ts";

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

test("the package contains what it needs, and nothing else", async () => {
  const files = await readdir(project.installed, { recursive: true, withFileTypes: true });
  const others = files.filter((file) => file.isFile() && !/dist$/.test(file.parentPath)).map(({ name }) => name);

  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json", "results.schema.json"]);
});

test.each(["prism", "emulator", "client"])("the command checks %s", { timeout: MINUTE }, async (target) => {
  const output = await project.node(COMMAND, "--target", target, "--report", target);

  expect(output).toContain(`${target} conforms`);
  const folder = join(project.directory, target);
  expect((await readdir(folder)).sort()).toEqual(["index.html", "junit.xml", "results.json"]);
  const { checks }: RunResults = JSON.parse(await readFile(join(folder, "results.json"), "utf8"));
  expect(checks.length).toBeGreaterThan(7);
});

describe("without vitest", () => {
  test("nothing installs it", async () => {
    await expect(access(join(project.directory, "node_modules/vitest"))).rejects.toThrow("ENOENT");
    await expect(access(join(project.directory, "node_modules/vite"))).rejects.toThrow("ENOENT");
  });

  test("a program runs a single check", { timeout: MINUTE }, async () => {
    await project.write(
      "single.js",
      `import { createContext, findCheck, loadSpec, runCheck, startEmulator } from "@microbilt-oauth/conformance";
       await using target = await startEmulator();
       const { outcome } = await runCheck(findCheck("token-request/json"), createContext(loadSpec(), target));
       console.log(outcome);`,
    );

    expect(await project.node("single.js")).toBe("passed\n");
  });
});

test("with vitest, the adapter registers the checks in the project's own run", { timeout: MINUTE }, async () => {
  const vitest = dirname(createRequire(import.meta.url).resolve("vitest/package.json"));
  await symlink(vitest, join(project.directory, "node_modules/vitest"));
  await project.write(
    "conformance.test.js",
    `import { startEmulator } from "@microbilt-oauth/conformance";
     import { describeConformance } from "@microbilt-oauth/conformance/vitest";
     describeConformance("the emulator", startEmulator, { only: ["token-request"] });`,
  );
  const args = [join(vitest, "vitest.mjs"), "run"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: project.directory });

  expect(stripVTControlCharacters(stdout)).toMatch(/Tests +\d\d passed \(\d\d\)/);
});

test("publint finds nothing", { timeout: MINUTE }, async () => {
  expect(await packageProblems(project)).toEqual([]);
});

test("a program of a user compiles with every declaration checked, and without the types of Node", {
  timeout: MINUTE,
}, async () => {
  await project.write(
    "types/program.ts",
    `import { type CheckResult, openUrl, run, type UrlTargetOptions } from "@microbilt-oauth/conformance";
     import { describeConformance } from "@microbilt-oauth/conformance/vitest";
     const options: UrlTargetOptions = { baseUrl: "", credentials: { clientId: "", clientSecret: "" } };
     await using target = await openUrl(options, { HTTPS_PROXY: undefined });
     const { checks } = await run(target, { strict: true });
     export const failures: readonly CheckResult[] = checks.filter(({ outcome }) => outcome === "failed");
     describeConformance("a server", target, { skip: ["robustness"] });`,
  );
  const compilerOptions = {
    module: "nodenext",
    target: "esnext",
    lib: ["esnext", "dom", "dom.iterable"],
    types: [],
    strict: true,
    skipLibCheck: false,
    noEmit: true,
  };
  await project.write("types/tsconfig.json", JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

  const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", "types"], {
    cwd: project.directory,
  }).catch((error: { readonly stdout: string }) => error);
  expect(stdout).toBe("");
});

test("the types resolve for importers", { timeout: MINUTE }, async () => {
  await expect(checkTypes(project, "results.schema.json")).resolves.toBeUndefined();
});
