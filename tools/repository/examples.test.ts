/** The examples compile and pass their tests, with the packages as users install them. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packTarballs } from "@microbilt-oauth/testing/packed";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
const examples = join(root, "examples");
const names = (await readdir(examples, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
  .map(({ name }) => name);
/** What the examples install of this repository, with what it depends on. */
const PACKAGES = ["spec", "packages/client", "packages/emulator"];

const COMPILER_OPTIONS = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  module: "nodenext",
  types: ["node"],
  typeRoots: [join(examples, "service/node_modules/@types")],
  strict: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

let projects: string;

beforeAll(async () => {
  projects = await mkdtemp(join(tmpdir(), "microbilt-examples-"));
  await packTarballs(root, "@microbilt-oauth/client", "@microbilt-oauth/emulator");
  for (const name of names) {
    await installExample(name);
  }
}, 2 * MINUTE);

afterAll(() => rm(projects, { recursive: true }));

test("the README lists every example", async () => {
  const readme = await readFile(join(examples, "README.md"), "utf8");

  expect([...readme.matchAll(/^\| \[`([\w-]+)\/`\]/gm)].map(([, name]) => name).toSorted()).toEqual(names.toSorted());
});

test.each(names)("%s passes its tests", { timeout: MINUTE }, async (name) => {
  await expect(execute("npm", join(projects, name), "test")).resolves.toBeDefined();
});

test("the examples compile", { timeout: MINUTE }, async () => {
  const sources = (await readdir(projects, { recursive: true })).filter((file) =>
    /^(?!.*node_modules).*\.ts$/.test(file),
  );
  expect(sources.length).toBeGreaterThan(names.length);
  await writeFile(
    join(projects, "tsconfig.json"),
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: sources }),
  );
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

  await expect(execute(process.execPath, projects, tsc)).resolves.toBe("");
});

/** Lays out an example as npm would: its files, the packed packages, and links to everything else. */
async function installExample(name: string): Promise<void> {
  const source = join(examples, name);
  const project = join(projects, name);
  const modules = join(project, "node_modules");
  await cp(source, project, { recursive: true, filter: (file) => !file.includes("node_modules") });
  await mkdir(join(modules, "@microbilt-oauth"), { recursive: true });
  await linkPackages(join(source, "node_modules"), modules);
  for (const folder of PACKAGES) {
    const installed = join(modules, "@microbilt-oauth", folder.replace("packages/", ""));
    await mkdir(installed);
    await execute(
      "tar",
      project,
      "-xzf",
      join(root, folder, "tarball/package.tgz"),
      "--strip-components=1",
      "-C",
      installed,
    );
    const { dependencies = {} } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as {
      dependencies?: Readonly<Record<string, string>>;
    };
    await linkPackages(join(root, folder, "node_modules"), modules, Object.keys(dependencies));
  }
}

/** Links packages of one `node_modules` into another, except those of this repository. */
async function linkPackages(from: string, to: string, only?: readonly string[]): Promise<void> {
  const scopes = (await readdir(from)).filter((name) => name.startsWith("@") && name !== "@microbilt-oauth");
  const scoped = scopes.map(async (scope) => (await readdir(join(from, scope))).map((name) => `${scope}/${name}`));
  const unscoped = (await readdir(from)).filter((name) => !name.startsWith("@"));
  for (const name of [...unscoped, ...(await Promise.all(scoped)).flat()]) {
    if (!only || only.includes(name)) {
      await mkdir(join(to, name, ".."), { recursive: true });
      await symlink(join(from, name), join(to, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") {
          throw error;
        }
      });
    }
  }
}

/** Runs a command on this Node, with nothing that vitest sets. An error contains what the command printed. */
async function execute(command: string, cwd: string, ...args: readonly string[]): Promise<string> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|NODE_ENV|NODE_OPTIONS|TEST)/.test(name),
  );
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`;
  const env = { ...Object.fromEntries(inherited), PATH, NO_COLOR: "1" };
  const { stdout } = await promisify(execFile)(command, args, { cwd, env }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${command} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
    },
  );
  return stdout;
}
