import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { CommandFailed, execute } from "../execute.ts";
import type { Manifest, Tarball } from "./download.ts";

const require = createRequire(import.meta.url);

/** Files that a package must have, and members that its package.json must have. */
const FILES = ["README.md", "LICENSE"];
const MEMBERS = ["description", "license", "repository", "homepage", "bugs", "engines", "exports"];

/** Files that users do not need. A declaration file is not a source. */
const UNEXPECTED =
  /(?:^|\/)(?:tests?|__tests__|src|scripts|node_modules|coverage|fixtures|\.[^/]+)(?:\/|$)|\.(?:test|spec)\.|(?<!\.d)\.[cm]?ts$|\.(?:map|tgz|log|pem|key|env)$|tsconfig/;

const SECRETS: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  "a token of npm": /\bnpm_[A-Za-z0-9]{36}\b/,
  "a token of GitHub": /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  "an access key of AWS": /\bAKIA[A-Z0-9]{16}\b/,
};

/** What a machine's own paths start with. */
const MACHINE_PATH = /(?<![\w.~:/-])\/(?:home|Users|root|private\/var|var\/folders)\/[\w.-]+/;

/**
 * Returns everything that is wrong with a package that was published, one sentence each.
 *
 * @param local strings that belong to this machine and this rehearsal, such as folders and the registry's URL
 * @param versions the versions of this project's packages, by name
 */
export async function findProblems(
  tarball: Tarball,
  local: readonly string[],
  versions: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  return [
    ...fileProblems(tarball),
    ...contentProblems(tarball, [...local, homedir()]),
    ...manifestProblems(tarball.manifest, versions),
    ...(await lintProblems(tarball)),
    ...(await typeProblems(tarball)),
  ];
}

function fileProblems({ files, manifest }: Tarball): readonly string[] {
  // What `exports` names is meant for users, wherever it is.
  const exported = JSON.stringify(manifest["exports"] ?? {});
  const names = [...files.keys()].filter((name) => !exported.includes(`"./${name}"`));
  return [
    ...FILES.filter((name) => !files.has(name)).map((name) => `${name} is missing`),
    ...names.filter((name) => UNEXPECTED.test(name)).map((name) => `${name} is not meant for users`),
  ];
}

function contentProblems({ files }: Tarball, local: readonly string[]): readonly string[] {
  const credentials = Object.entries(process.env)
    .filter(([name, value = ""]) => /^MICROBILT_CLIENT_(?:ID|SECRET)$|_TOKEN$/.test(name) && value.length >= 8)
    .map(([, value = ""]) => value);
  return [...files].flatMap(([name, content]) => {
    const text = content.toString("latin1");
    const found = [
      ...local
        .filter((path) => path.length > 1 && text.includes(`${path}/`))
        .map(() => "a path or an address of this machine"),
      ...credentials.filter((credential) => text.includes(credential)).map(() => "a credential of this machine"),
      ...Object.keys(SECRETS).filter((kind) => SECRETS[kind]?.test(text)),
    ];
    const path = MACHINE_PATH.exec(text)?.[0];
    return [...new Set([...found, ...(path ? [`the path ${path}`] : [])])].map((what) => `${name} contains ${what}`);
  });
}

function manifestProblems(manifest: Manifest, versions: ReadonlyMap<string, string>): readonly string[] {
  const ranges = Object.entries(manifest.dependencies ?? {});
  return [
    ...MEMBERS.filter((member) => !manifest[member]).map((member) => `package.json has no ${member}`),
    ...ranges
      .filter(([, range]) => /^(?:workspace|catalog|file|link):/.test(range))
      .map(([name, range]) => `package.json depends on ${name} as ${range}, which only this repository understands`),
    ...ranges
      .filter(([name, range]) => versions.has(name) && !range.endsWith(versions.get(name) ?? ""))
      .map(([name, range]) => `package.json depends on ${name}@${range}; published is ${versions.get(name)}`),
  ];
}

async function lintProblems({ folder }: Tarball): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

async function typeProblems({ file, folder, manifest }: Tarball): Promise<readonly string[]> {
  const exports = Object.entries((manifest["exports"] ?? {}) as Readonly<Record<string, unknown>>);
  const untyped = exports.filter(([, target]) => typeof target === "string" && !/\.[cm]?js$/.test(target));
  if (exports.length === untyped.length) {
    // A package that is only a command has nothing to import.
    return manifest["bin"] ? [] : ["package.json exports nothing that has types"];
  }
  const entry = join(require.resolve("@arethetypeswrong/cli/package.json"), "../dist/index.js");
  const excluded = untyped.map(([name]) => name.replace(/^\.\//, ""));
  const options = [
    "--profile",
    manifest["main"] ? "strict" : "esm-only",
    "--format",
    "table",
    "--no-color",
    "--no-emoji",
  ];
  try {
    await execute(folder, {}, process.execPath, entry, file, ...options, "--exclude-entrypoints", ...excluded);
    return [];
  } catch (error) {
    return [`are-the-types-wrong: ${error instanceof CommandFailed ? error.message : error}`];
  }
}
