import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { RELEASED, readReleased } from "../records/record.ts";

const require = createRequire(import.meta.url);

/** The bundle of the document, as a commit has it. */
const BUNDLE = "spec/generated/openapi.json";

/** Reads and bundles the document as it is now, saved but not necessarily regenerated. */
export function readCurrent(root: string): Promise<OpenApiDocument> {
  return bundle(join(root, "spec/openapi.yaml"));
}

/**
 * Reads the document to compare with.
 *
 * @param base a file, or a commit of git; if undefined, the document of the last release
 * @throws {Error} that says what to do if there is none
 */
export async function readBase(root: string, base: string | undefined): Promise<OpenApiDocument> {
  if (base === undefined) {
    const released = await readReleased(root);
    if (!released) {
      throw new Error(`${RELEASED} is missing. Restore it with git checkout, or name a base: --base <commit or file>`);
    }
    return released;
  }
  const file = resolve(base);
  return (await isFile(file)) ? bundle(file) : atCommit(root, base);
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() === true;
}

async function atCommit(root: string, commit: string): Promise<OpenApiDocument> {
  const git = (...args: readonly string[]) =>
    promisify(execFile)("git", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }).then(({ stdout }) => stdout);
  const id = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`).catch(() => "");
  if (id === "") {
    throw new Error(`--base must be a file or a commit of git; got ${JSON.stringify(commit)}, which is neither.`);
  }
  try {
    return JSON.parse(await git("show", `${id.trim()}:${BUNDLE}`)) as OpenApiDocument;
  } catch {
    throw new Error(`The commit ${commit} has no ${BUNDLE} that can be read.`);
  }
}

/** Bundles a document of one file or several. */
async function bundle(file: string): Promise<OpenApiDocument> {
  if (file.endsWith(".json")) {
    const text = await readFile(file, "utf8");
    const isBundled = !/"\$ref":\s*"(?!#)/.test(text);
    if (isBundled) {
      return parse(file, text);
    }
  }
  const entry = join(require.resolve("@redocly/cli/package.json"), "../bin/cli.js");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  const args = [entry, "bundle", file, "--ext", "json"];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 });
    return parse(file, stdout);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`${file} cannot be bundled. Correct this first:\n${(stderr || message).trim()}`);
  }
}

function parse(file: string, text: string): OpenApiDocument {
  const document = JSON.parse(text) as Partial<OpenApiDocument>;
  if (typeof document.openapi !== "string" || typeof document.paths !== "object") {
    throw new Error(`${file} is not an OpenAPI document: it has no openapi or no paths.`);
  }
  return document as OpenApiDocument;
}
