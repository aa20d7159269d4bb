/** A package as users get it: packed, and installed in an empty project. */
import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
 * Installs a package in an empty project, with npm, from the tarballs that the task `tarball` has written.
 *
 * @param root the folder of the package
 * @param needed the folders of the other packages of this repository that it needs at run time
 */
export async function installPacked(root: string, ...needed: readonly string[]): Promise<PackedProject> {
  const { name } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { name: string };
  const [tarball = "", ...others] = await Promise.all([root, ...needed].map(tarballOf));
  const directory = await mkdtemp(join(tmpdir(), "microbilt-packed-"));
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", directory, "install", "--prefer-offline", "--no-audit", "--no-fund", tarball, ...others);
  return {
    directory,
    installed: join(directory, "node_modules", name),
    tarball,
    async write(file, text) {
      await mkdir(join(directory, file, ".."), { recursive: true });
      await writeFile(join(directory, file), text);
    },
    node: (...args) => run(process.execPath, directory, ...args),
    remove: () => rm(directory, { recursive: true }),
  };
}

async function tarballOf(folder: string): Promise<string> {
  const tarball = join(folder, "tarball/package.tgz");
  await access(tarball).catch(() => {
    throw new Error(`${tarball} does not exist: run the tests with pnpm test, or first pnpm exec turbo run tarball.`);
  });
  return tarball;
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
