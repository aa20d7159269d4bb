import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bump, PackageName } from "../diff/spec-diff.ts";

const SCOPE = "@microbilt-oauth/";

/** What a changeset says. */
export interface Changeset {
  /** The file's name. */
  readonly file: string;
  /** The bumps by the name of the package, without the scope. */
  readonly bumps: Readonly<Partial<Record<PackageName, Bump>>>;
  /** The text for the changelogs. */
  readonly text: string;
}

/** Reads the changesets in `.changeset/`. */
export async function readChangesets(root: string): Promise<readonly Changeset[]> {
  const folder = join(root, ".changeset");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md") && name !== "README.md").sort();
  return Promise.all(names.map(async (file) => parseChangeset(file, await readFile(join(folder, file), "utf8"))));
}

/** @throws {Error} if the text is not a changeset */
export function parseChangeset(file: string, content: string): Changeset {
  const [, head, text] = /^---\r?\n(.*?)\r?\n?---\r?\n(.*)$/s.exec(content) ?? [];
  if (head === undefined || text === undefined) {
    throw new Error(`.changeset/${file} must begin with the packages and their bumps between two lines of ---.`);
  }
  const bumps = [...head.matchAll(/^["']?@microbilt-oauth\/([\w-]+)["']?\s*:\s*(major|minor|patch|none)\s*$/gm)];
  return { file, bumps: Object.fromEntries(bumps.map(([, name, bump]) => [name, bump])), text: text.trim() };
}

/** Formats a changeset. Packages that need no bump are left out. */
export function formatChangeset(bumps: Readonly<Record<PackageName, Bump>>, text: string): string {
  const lines = Object.entries(bumps).filter(([, bump]) => bump !== "none");
  return ["---", ...lines.map(([name, bump]) => `"${SCOPE}${name}": ${bump}`), "---", "", text.trim(), ""].join("\n");
}
