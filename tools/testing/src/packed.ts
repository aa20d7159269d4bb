/** A package as users get it: packed, and installed in an empty project. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

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

/**
 * @param root the folder of the package
 * @param needed the folders of those packages of this repository that it needs when it runs
 */
export async function installPacked(root: string, ...needed: readonly string[]): Promise<PackedProject> {
  const directory = await mkdtemp(join(tmpdir(), "microbilt-packed-"));
  const { name } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { name: string };
  await pnpm(root, "--filter", `${name}...`, "build");
  const others: string[] = [];
  for (const folder of needed) {
    others.push(await pack(folder, join(directory, "others")));
  }
  const tarball = await pack(root, directory);
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

async function pack(folder: string, destination: string): Promise<string> {
  const known: string[] = await readdir(destination).catch(() => []);
  await pnpm(folder, "pack", "--pack-destination", destination);
  const [name = ""] = (await readdir(destination)).filter((file) => file.endsWith(".tgz") && !known.includes(file));
  return join(destination, name);
}

function pnpm(folder: string, ...args: readonly string[]): Promise<string> {
  return run("npx", folder, "-y", "pnpm@10", ...args);
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
