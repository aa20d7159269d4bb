/** A package as users get it: packed, and installed in an empty project. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** An empty project in which a package is installed from its tarball. */
export interface PackedProject {
  /** The project's folder. */
  readonly directory: string;
  /** The folder in which the package is installed. */
  readonly installed: string;
  /** The package's tarball. */
  readonly tarball: string;
  /** Writes a file of the project. */
  write(file: string, text: string): Promise<void>;
  /** Runs a program with this Node in the project, and returns what it prints. */
  node(...args: readonly string[]): Promise<string>;
  /** Removes the project. */
  remove(): Promise<void>;
}

/**
 * Installs a package in an empty project, with npm.
 *
 * @param root the folder of the package
 * @param needed the folders of the other packages of this repository that it needs at run time
 */
export async function installPacked(root: string, ...needed: readonly string[]): Promise<PackedProject> {
  const { name } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { name: string };
  await packTarballs(root, name);
  const [tarball = "", ...others] = [root, ...needed].map((folder) => join(folder, "tarball/package.tgz"));
  const directory = await mkdtemp(join(tmpdir(), "microbilt-packed-"));
  const remove = () => rm(directory, { recursive: true });
  try {
    await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await run("npm", directory, "install", "--prefer-offline", "--no-audit", "--no-fund", tarball, ...others);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    directory,
    installed: join(directory, "node_modules", name),
    tarball,
    async write(file, text) {
      await mkdir(join(directory, file, ".."), { recursive: true });
      await writeFile(join(directory, file), text);
    },
    node: (...args) => run(process.execPath, directory, ...args),
    remove,
  };
}

/**
 * Packs packages and those that they depend on. Turbo has done so before it runs the tests; without turbo, it is done here.
 *
 * @param folder a folder of the repository
 * @param names the names of the packages
 */
export async function packTarballs(folder: string, ...names: readonly string[]): Promise<void> {
  if (process.env["TURBO_HASH"] === undefined) {
    const turbo = createRequire(import.meta.url).resolve("turbo/bin/turbo");
    const filters = names.map((name) => `--filter=${name}...`);
    await run(process.execPath, folder, turbo, "run", "tarball", ...filters);
  }
}

/** What a command prints; an error holds all it printed. */
async function run(command: string, cwd: string, ...args: readonly string[]): Promise<string> {
  const options = { cwd, env: { ...process.env, NO_COLOR: "1" } };
  const { stdout } = await promisify(execFile)(command, args, options).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${command} ${args.join(" ")}\n${error.stdout}${error.stderr}`);
    },
  );
  return stdout;
}
