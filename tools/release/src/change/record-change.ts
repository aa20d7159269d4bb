import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatChangeset, readChangesets } from "../changesets/changeset.ts";
import { highest } from "../changesets/judge-bumps.ts";
import type { Bump, PackageName, SpecDiff } from "../diff/spec-diff.ts";
import { readUnreleased, UNRELEASED, writeJson } from "../records/record.ts";
import { changesetText } from "./changeset-text.ts";

/** The changeset that `spec:change` writes. */
export const CHANGESET = ".changeset/spec-change.md";

/**
 * Records a change: as a changeset, and as data. It can be repeated. A text that somebody edited stays, and so does a bump
 * that is higher than needed.
 *
 * @param date the day, as in 2026-11-25
 */
export async function recordChange(root: string, diff: SpecDiff, date: string): Promise<void> {
  const previous = await readUnreleased(root);
  if (diff.changes.length === 0) {
    // The change was taken back.
    await rm(join(root, CHANGESET), { force: true });
    await rm(join(root, UNRELEASED), { force: true });
    return;
  }
  const [existing] = (await readChangesets(root)).filter(({ file }) => CHANGESET.endsWith(file));
  const isEdited = existing && existing.text !== (previous && changesetText(previous.changes).trim());
  const text = isEdited ? existing.text : changesetText(diff.changes);
  const bumps = Object.fromEntries(
    (Object.entries(diff.bumps) as [PackageName, Bump][]).map(([name, bump]) => [
      name,
      isEdited ? highest([bump, existing.bumps[name] ?? "none"]) : bump,
    ]),
  ) as Record<PackageName, Bump>;
  await writeFile(join(root, CHANGESET), formatChangeset(bumps, text));
  await writeJson(join(root, UNRELEASED), { version: "unreleased", date: previous?.date ?? date, ...diff });
}
