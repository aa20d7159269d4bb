import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECT_CONTRACT } from "../contract.ts";
import { startProgram } from "../processes/program.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROJECTS = join(ROOT, "projects");
/**
 * Inside this workspace, so that bundlers find every file below one root. They also find what lies there: a project
 * needs a tsconfig.json or jsconfig.json of its own, and Next takes `src/proxy.ts` of the root for a part of the site.
 */
const WORK = join(ROOT, ".work");
const CLIENT = "@microbilt-oauth/client";
const UNPACKED = join(WORK, "client");

/** Unpacks the packed client; every project gets a copy. */
export async function unpackClient(tarball: string, signal: AbortSignal): Promise<void> {
  await rm(UNPACKED, { recursive: true, force: true });
  await mkdir(UNPACKED, { recursive: true });
  const args = ["-xzf", tarball, "--strip-components=1", "-C", UNPACKED];
  const { code, stderr } = await startProgram("tar", args, { cwd: ROOT, signal }).ended;
  if (code !== 0) {
    throw new Error(`${tarball} could not be unpacked. ${stderr}`);
  }
  await assertDependencies();
}

/** What the client depends on comes from this workspace, whose versions must suit it. */
async function assertDependencies(): Promise<void> {
  const { dependencies = {} } = await readManifest(UNPACKED);
  for (const [name, range] of Object.entries(dependencies)) {
    const { version } = await readManifest(join(ROOT, "node_modules", name));
    if (version !== range) {
      throw new Error(`The client depends on ${name} ${range}; this workspace has ${version}. Add ${range} to it.`);
    }
  }
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

export interface ProjectOptions {
  /** Names a second layout of the same project. */
  readonly variant?: string;
  /** A folder in `projects` whose files come first. */
  readonly template?: string;
}

/**
 * Lays out a project as a user has it: its own files, `contract.json`, what it depends on, and the client as it is packed.
 *
 * @param name a folder in `projects`
 * @returns the folder
 */
export async function prepareProject(name: string, options: ProjectOptions = {}): Promise<string> {
  const { variant, template } = options;
  const source = join(PROJECTS, name);
  const folder = join(WORK, variant ? `${name}-${variant}` : name);
  await rm(folder, { recursive: true, force: true });
  for (const from of template ? [join(PROJECTS, template), source] : [source]) {
    await cp(from, folder, { recursive: true, filter: (file) => !file.includes("node_modules") });
  }
  await writeFile(join(folder, "contract.json"), JSON.stringify(PROJECT_CONTRACT));
  const modules = join(folder, "node_modules");
  await mkdir(modules, { recursive: true });
  await linkAll(join(source, "node_modules"), modules);
  await linkAll(join(ROOT, "node_modules"), modules, Object.keys((await readManifest(UNPACKED)).dependencies ?? {}));
  await cp(UNPACKED, join(modules, CLIENT), { recursive: true });
  return folder;
}

/** Links packages into another `node_modules`. */
async function linkAll(from: string, to: string, names?: readonly string[]): Promise<void> {
  for (const name of names ?? (await readdir(from).catch(() => []))) {
    if (name.startsWith("@") && !name.includes("/")) {
      await mkdir(join(to, name), { recursive: true });
      await linkAll(join(from, name), join(to, name));
    } else {
      await symlink(join(from, name), join(to, name));
    }
  }
}
