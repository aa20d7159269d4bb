/** Users can install the packages from a clone of the repository. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { packTarballs } from "@microbilt-oauth/testing/packed";
import { expect, onTestFinished, test } from "vitest";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
const PUBLISHED = ["spec", "packages/client", "packages/emulator", "packages/cli", "conformance"];
/** What is not part of a fresh clone, except `node_modules`. */
const WRITTEN_BY_SCRIPTS = /\/(?:dist|tarball|\.turbo|\.readme)(?:\/|$)/;

test("the commands that `packages` prints install what they name", { timeout: 3 * MINUTE }, async () => {
  await packTarballs(root, "@microbilt-oauth/client", "@microbilt-oauth/cli", "@microbilt-oauth/conformance");
  const printed = await execute(root, process.execPath, "tools/repository/print-install-commands.ts");
  const commands = printed.split("\n").filter((line) => line.includes("npm install"));
  expect(commands).toHaveLength(5);

  const project = await temporaryFolder();
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const [npm = "", ...args] = (commands[1] ?? "").trim().split(" ");
  await execute(project, npm, ...args, "--prefer-offline", "--no-audit", "--no-fund");
  await writeFile(
    join(project, "program.js"),
    `import { createClient } from "@microbilt-oauth/client";
     import { createEmulator } from "@microbilt-oauth/emulator";
     const app = { clientId: "my-id", clientSecret: "my-secret" };
     const { fetch } = createEmulator({ apps: [app] });
     console.log((await createClient({ environment: "sandbox", ...app, fetch }).fetch("/iPredict/GetReport")).status);`,
  );
  expect(await execute(project, process.execPath, "program.js")).toBe("200\n");
});

test("a package cannot be packed without being built", { timeout: 2 * MINUTE }, async () => {
  const clone = await temporaryFolder();
  for (const folder of PUBLISHED) {
    await cp(join(root, folder), join(clone, folder), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !WRITTEN_BY_SCRIPTS.test(path.replace(/\/node_modules\/.*/, "")),
    });
  }
  for (const file of ["package.json", "pnpm-workspace.yaml", "tsconfig.base.json", "LICENSE"]) {
    await cp(join(root, file), join(clone, file));
  }
  await mkdir(join(clone, "tools"));
  for (const folder of ["node_modules", "tools/testing"]) {
    await symlink(join(root, folder), join(clone, folder));
  }

  for (const folder of PUBLISHED) {
    const tarball = join(clone, `${folder.replace("/", "-")}.tgz`);
    await execute(join(clone, folder), "npx", "-y", "pnpm@10", "pack", "--out", tarball);

    const files = (await execute(clone, "tar", "-tzf", tarball)).split("\n");
    const { publishConfig } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    const needed = JSON.stringify(publishConfig).match(/(?<=:"\.\/)[^"]+/g) ?? [];
    expect(needed.filter((file) => file.startsWith("dist/"))).not.toEqual([]);
    expect(files).toEqual(expect.arrayContaining(needed.map((file) => `package/${file}`)));
  }
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "microbilt-packages-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Runs a command on this Node. An error contains what the command printed. */
async function execute(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`;
  const { stdout } = await promisify(execFile)(command, args, { cwd, env: { ...process.env, PATH } }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${command} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
    },
  );
  return stdout;
}
