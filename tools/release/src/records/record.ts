import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OpenApiDocument } from "@microbilt-oauth/spec";
import type { Bump, Change, CheckChange, PackageName } from "../diff/spec-diff.ts";

/** The folder with the history of the document. */
const FOLDER = "spec/changes";

/** The document of the last release, with which the next one is compared. */
export const RELEASED: string = `${FOLDER}/released.json`;

/** What the next release changes. */
export const UNRELEASED: string = `${FOLDER}/unreleased.json`;

/** One change of the document: what `spec:change` writes, and a release keeps. */
export interface ChangeRecord {
  /** The version of the document that has the change; `unreleased` before its release. */
  readonly version: string;
  /** The day on which the change was recorded, as in 2026-11-25. */
  readonly date: string;
  readonly changes: readonly Change[];
  readonly checks: readonly CheckChange[];
  readonly bumps: Readonly<Record<PackageName, Bump>>;
}

/** Reads the document of the last release; undefined if there was none. */
export function readReleased(root: string): Promise<OpenApiDocument | undefined> {
  return readJson<OpenApiDocument>(join(root, RELEASED));
}

/** Reads what the next release changes; undefined if nothing was recorded. */
export function readUnreleased(root: string): Promise<ChangeRecord | undefined> {
  return readJson<ChangeRecord>(join(root, UNRELEASED));
}

/** The path of the record of a release. */
export function recordPath(version: string): string {
  return `${FOLDER}/${version}.json`;
}

/** Writes a file of JSON, and the folders above it. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
