import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "../execute.ts";
import type { Registry } from "../registry.ts";
import type { PublishedPackage } from "../repository.ts";

/** A package as the registry has it. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  /** The tarball. */
  readonly file: string;
  /** The size of the tarball, in bytes. */
  readonly size: number;
  /** The folder with the files of the tarball. */
  readonly folder: string;
  /** The files by their path in the package. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly manifest: Manifest;
}

/** The members of a package.json that a release is about. */
export type Manifest = Readonly<Record<string, unknown>> & {
  readonly dependencies?: Readonly<Record<string, string>>;
};

/** Downloads a package from the registry, and unpacks it below a folder. */
export async function download(registry: Registry, published: PublishedPackage, below: string): Promise<Tarball> {
  const { name, version } = published;
  const response = await fetch(`${registry.url}/${name.replace("/", "%2f")}/${version}`);
  const { dist } = (await response.json()) as { dist: { tarball: string } };
  const folder = join(below, name.replace("/", "+"));
  const file = `${folder}.tgz`;
  await mkdir(folder, { recursive: true });
  await writeFile(file, Buffer.from(await (await fetch(dist.tarball)).arrayBuffer()));
  await execute(below, {}, "tar", "-xzf", file, "-C", folder, "--strip-components=1");
  const files = await readFiles(folder);
  const manifest = JSON.parse(String(files.get("package.json"))) as Manifest;
  return { name, version, file, size: (await stat(file)).size, folder, files, manifest };
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const contents = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const);
  return new Map((await Promise.all(contents)).sort(([a], [b]) => a.localeCompare(b)));
}
