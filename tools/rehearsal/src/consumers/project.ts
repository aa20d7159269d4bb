import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execute } from "../execute.ts";
import type { Registry } from "../registry.ts";

/** An empty project in which somebody installs packages from the registry. */
export interface Project {
  readonly folder: string;
  /** Installs packages, such as `@microbilt-oauth/client@1.2.3`. */
  install(...packages: readonly string[]): Promise<void>;
  /** Writes a file of the project. */
  write(file: string, text: string): Promise<void>;
  /** Runs a command of the project, or this Node, and returns what it prints. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** Counts the packages that are installed, and their size. */
  measure(): Promise<InstallSize>;
}

/** What an installation takes. */
export interface InstallSize {
  readonly packages: number;
  readonly bytes: number;
}

/** Creates an empty project whose npm knows the registry. */
export async function createProject(folder: string, registry: Registry, manifest: object): Promise<Project> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".npmrc"), registry.npmrc);
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  // A rehearsal publishes the same versions with other contents, so it must not fill the cache of the machine.
  const environment = { npm_config_cache: join(dirname(folder), "npm-cache") };
  return {
    folder,
    async install(...packages) {
      await execute(folder, environment, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", ...packages);
    },
    async write(file, text) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    run: (command, ...args) =>
      command === "node"
        ? execute(folder, environment, process.execPath, ...args)
        : execute(folder, environment, "npx", "--no-install", command, ...args),
    async measure() {
      const lock = await readFile(join(folder, "node_modules/.package-lock.json"), "utf8");
      const { packages } = JSON.parse(lock) as { packages: object };
      return { packages: Object.keys(packages).length, bytes: await sizeOf(join(folder, "node_modules")) };
    },
  };
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
