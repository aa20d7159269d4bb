import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "./execute.ts";
import type { Registry } from "./registry.ts";

/** Tags need an author, and a fresh machine has none. */
const AUTHOR = {
  GIT_AUTHOR_NAME: "release:dry",
  GIT_AUTHOR_EMAIL: "release-dry@localhost",
  GIT_COMMITTER_NAME: "release:dry",
  GIT_COMMITTER_EMAIL: "release-dry@localhost",
};

/** A package that is published. */
export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder in the copy of the repository. */
  readonly folder: string;
}

/** Returns the changes that are not committed, one line each; empty if there are none. */
export async function uncommittedChanges(root: string): Promise<string> {
  return (await execute(root, {}, "git", "status", "--porcelain")).trimEnd();
}

/** Returns the commit of the latest release: that of the latest tag of the client. */
export async function latestRelease(root: string): Promise<string | undefined> {
  const tags = await execute(root, {}, "git", "tag", "--list", "@microbilt-oauth/client@*", "--sort=-v:refname");
  return tags.split("\n")[0] || undefined;
}

/**
 * Copies a commit, gives the packages the versions that the changesets ask for, builds them, and publishes those that the
 * registry does not have.
 *
 * @param commit what to publish; only commits of the repository, never what is not committed
 * @param copy the folder of the copy, which must not exist
 */
export async function publish(
  root: string,
  commit: string,
  copy: string,
  registry: Registry,
): Promise<readonly PublishedPackage[]> {
  await copyCommit(root, commit, copy);
  // A commit that was versioned already has no changesets left.
  if (await hasChangesets(copy)) {
    await pnpm(copy, "release:version");
  }
  return publishCopy(copy, registry);
}

async function hasChangesets(copy: string): Promise<boolean> {
  const names = await readdir(join(copy, ".changeset"));
  return names.some((name) => name.endsWith(".md") && name !== "README.md");
}

/** Copies a commit of the repository to a folder that does not exist, and installs what it needs. */
export async function copyCommit(root: string, commit: string, copy: string): Promise<void> {
  await execute(root, {}, "git", "clone", "--quiet", "--no-hardlinks", root, copy);
  await execute(copy, {}, "git", "checkout", "--quiet", commit);
  await pnpm(copy, "install", "--frozen-lockfile", "--prefer-offline");
}

/** Runs pnpm in a copy of the repository, and returns what it prints. */
export function pnpm(copy: string, ...args: readonly string[]): Promise<string> {
  return execute(copy, AUTHOR, "npx", "-y", "pnpm@10", ...args);
}

/** Commits everything in a copy of the repository. */
export async function commitAll(copy: string, message: string): Promise<void> {
  await execute(copy, AUTHOR, "git", "add", "--all");
  await execute(copy, AUTHOR, "git", "commit", "--quiet", "--message", message);
}

/**
 * Builds the packages of a copy, and publishes those that the registry does not have.
 *
 * @throws {Error} if it has them all
 */
export async function publishCopy(copy: string, registry: Registry): Promise<readonly PublishedPackage[]> {
  const packages = await listPackages(copy);
  if ((await notIn(registry, packages)).length === 0) {
    throw new Error("Every version is published already. A release needs a changeset: npx -y pnpm@10 exec changeset");
  }
  await pnpm(copy, "build");
  await writeFile(join(copy, ".npmrc"), registry.npmrc);
  const output = await pnpm(copy, "exec", "changeset", "publish");
  const missing = await notIn(registry, packages);
  if (missing.length > 0) {
    throw new Error(`changeset publish did not publish ${missing.join(", ")}:\n${output}`);
  }
  return packages;
}

async function listPackages(copy: string): Promise<readonly PublishedPackage[]> {
  const list = await execute(copy, {}, "npx", "-y", "pnpm@10", "ls", "--recursive", "--depth", "-1", "--json");
  type Listed = { readonly name: string; readonly version?: string; readonly path: string; readonly private: boolean };
  return (JSON.parse(list) as readonly Listed[])
    .filter((listed) => !listed.private)
    .map(({ name, version = "", path }) => ({ name, version, folder: path }));
}

async function notIn({ url }: Registry, packages: readonly PublishedPackage[]): Promise<readonly string[]> {
  const checks = packages.map(async ({ name, version }) => {
    const { ok } = await fetch(`${url}/${name.replace("/", "%2f")}/${version}`);
    return ok ? [] : [`${name}@${version}`];
  });
  return (await Promise.all(checks)).flat();
}
