import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** The packed package, installed in an empty project as a user does. */
export interface PackedProject {
  readonly directory: string;
  /** Of the package, installed. */
  readonly installed: string;
  readonly tarball: string;
  write(file: string, text: string): Promise<void>;
  /** Runs a program with this Node, in the project. */
  node(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

export async function installPacked(): Promise<PackedProject> {
  const directory = await mkdtemp(join(tmpdir(), "microbilt-packed-"));
  await pnpm("--filter", "@microbilt-oauth/client...", "build");
  await pnpm("pack", "--pack-destination", directory);
  const [name = ""] = (await readdir(directory)).filter((file) => file.endsWith(".tgz"));
  const tarball = join(directory, name);
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", directory, "install", "--prefer-offline", "--no-audit", "--no-fund", tarball);
  return {
    directory,
    installed: join(directory, "node_modules/@microbilt-oauth/client"),
    tarball,
    async write(file, text) {
      await mkdir(join(directory, file, ".."), { recursive: true });
      await writeFile(join(directory, file), text);
    },
    node: (...args) => run(process.execPath, directory, ...args),
    remove: () => rm(directory, { recursive: true }),
  };
}

function pnpm(...args: readonly string[]): Promise<string> {
  return run("npx", root, "-y", "pnpm@10", ...args);
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
