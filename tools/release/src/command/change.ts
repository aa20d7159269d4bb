/** Regenerates everything after an edit of the document, says what the edit means, and records it. Run by `pnpm spec:change`. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { CHANGESET, recordChange } from "../change/record-change.ts";
import { diffDocuments } from "../diff/diff-documents.ts";
import { formatDiff } from "../diff/format-diff.ts";
import { RELEASED, readReleased, UNRELEASED } from "../records/record.ts";

const HELP = `Usage: pnpm spec:change

Run it after an edit of spec/openapi.yaml. It
  1. checks the document, and regenerates what is made from it;
  2. says what has changed since the last release, and what that means for clients;
  3. writes a changeset with the bump that each package needs, and records the change in spec/changes/;
  4. checks the types and the generated files.

It can be repeated at any time. A text that you edit in the changeset stays.

Exit codes: 0 if the change is recorded, 1 if a check failed, 2 if it could not run.`;

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const FIRST = ["check:lint", "generate"];
const LAST = ["check:generated", "check:types"];

// Every step can be repeated, so that there is nothing to undo.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    console.error("\nInterrupted. Nothing is lost: run spec:change again to go on.");
    process.exit(code);
  });
}

process.exitCode = await main(process.argv.slice(2).filter((argument) => argument !== "--")).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});

async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    console.log(HELP);
    return args.every((argument) => ["-h", "--help"].includes(argument)) ? 0 : 2;
  }
  for (const task of FIRST) {
    if (!(await turbo(task))) {
      console.error(`${task} failed. Correct spec/openapi.yaml, and run spec:change again. Nothing was recorded.`);
      return 1;
    }
  }
  const released = await readReleased(root);
  if (!released) {
    throw new Error(
      `${RELEASED} is missing, so there is nothing to compare with. Restore it: git checkout ${RELEASED}`,
    );
  }
  const bundle = await readFile(join(root, "spec/generated/openapi.json"), "utf8");
  const diff = diffDocuments(released, JSON.parse(bundle) as OpenApiDocument);
  console.log(`\n${formatDiff(diff)}\n`);
  const removed = await recordChange(root, diff, new Date().toISOString().slice(0, "2026-11-25".length));
  if (removed !== undefined) {
    console.log(`${CHANGESET} was removed, because there is nothing to release. Its text was:\n\n${removed}`);
  }
  if (diff.changes.length === 0) {
    return 0;
  }
  console.log(`Recorded in ${CHANGESET} and ${UNRELEASED}.\n`);
  const orphans = diff.checks.filter(({ after }) => after.startsWith("no requirement"));
  if (orphans.length > 0) {
    console.error(
      `The document no longer has what these checks of the conformance suite are about: ${orphans.map(({ id }) => id).join(", ")}. Remove them from conformance/src/checks/, and run spec:change again; what is recorded stays.`,
    );
    return 1;
  }
  console.log("Checking the types of every package, which can take a minute …\n");
  if (!(await turbo(...LAST))) {
    console.error(
      "\nThe code does not fit the changed document. Correct the places above, and run spec:change again; what is recorded stays.",
    );
    return 1;
  }
  console.log(`
Next:
  1. Read ${CHANGESET}. It is what customers read in the changelogs: edit its text.
  2. npx -y pnpm@10 test
  3. Commit everything, and open a pull request.`);
  return 0;
}

/** Runs tasks of every package, and returns whether they passed. Only a failure prints something. */
async function turbo(...tasks: readonly string[]): Promise<boolean> {
  const args = ["exec", "turbo", "run", ...tasks, "--output-logs=errors-only", "--log-prefix=none"];
  try {
    await promisify(execFile)("pnpm", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return true;
  } catch (error) {
    const { stdout = "", stderr = "", code } = error as { stdout?: string; stderr?: string; code?: unknown };
    if (code === "ENOENT") {
      throw new Error("pnpm is missing. Run this as a script of pnpm: npx -y pnpm@10 spec:change");
    }
    console.error(`${stdout}${stderr}`.trim());
    return false;
  }
}
