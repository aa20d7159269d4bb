import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Changeset, formatChangeset, readChangesets } from "../changesets/changeset.ts";
import { highest, isJustified } from "../changesets/judge-bumps.ts";
import type { Bump, PackageName, SpecDiff } from "../diff/spec-diff.ts";
import { type ChangeRecord, readUnreleased, UNRELEASED, writeJson } from "../records/record.ts";
import { changesetText } from "./changeset-text.ts";

/** The changeset that `spec:change` writes. */
export const CHANGESET = ".changeset/spec-change.md";

/**
 * Records a change: as a changeset, and as data. It can be repeated. A text that somebody edited stays, and gets the sentences
 * about what has changed since. A bump that somebody raised stays, and one that somebody lowered with a reason.
 *
 * @param date the day, as in 2026-11-25
 * @returns what somebody wrote and is gone now, because the change was taken back; undefined if nothing is
 */
export async function recordChange(root: string, diff: SpecDiff, date: string): Promise<string | undefined> {
  const previous = await readUnreleased(root);
  const existing = (await readChangesets(root)).find(({ file }) => CHANGESET.endsWith(file));
  const isEdited = existing && existing.text !== (previous && changesetText(previous.changes).trim());
  if (diff.changes.length === 0) {
    await rm(join(root, CHANGESET), { force: true });
    await rm(join(root, UNRELEASED), { force: true });
    return isEdited ? existing.text : undefined;
  }
  const text = isEdited ? extended(existing.text, diff, previous) : changesetText(diff.changes);
  await writeFile(join(root, CHANGESET), formatChangeset(bumpsOf(diff, existing, previous), text));
  await writeJson(join(root, UNRELEASED), { version: "unreleased", date: previous?.date ?? date, ...diff });
  return undefined;
}

/** Adds what has changed since the text was edited. */
function extended(text: string, { changes }: SpecDiff, previous: ChangeRecord | undefined): string {
  const known = new Set(previous?.changes.map(({ sentence }) => sentence));
  const added = changes.filter(({ sentence }) => !known.has(sentence));
  return added.length === 0 ? text : `${text}\n\n${changesetText(added)}`;
}

/** A bump that differs from what was needed before was chosen by somebody. */
function bumpsOf(
  diff: SpecDiff,
  existing: Changeset | undefined,
  previous: ChangeRecord | undefined,
): Readonly<Record<PackageName, Bump>> {
  const bumps = (Object.entries(diff.bumps) as [PackageName, Bump][]).map(([name, needed]) => {
    const given = existing?.bumps[name] ?? "none";
    const isChosen = existing !== undefined && given !== (previous?.bumps[name] ?? "none");
    return [name, isChosen ? (isJustified(existing.text) ? given : highest([needed, given])) : needed] as const;
  });
  return Object.fromEntries(bumps) as Record<PackageName, Bump>;
}
