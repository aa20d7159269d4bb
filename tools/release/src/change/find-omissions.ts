import { isDeepStrictEqual } from "node:util";
import type { Changeset } from "../changesets/changeset.ts";
import { findLowBumps } from "../changesets/judge-bumps.ts";
import type { SpecDiff } from "../diff/spec-diff.ts";
import { type ChangeRecord, UNRELEASED } from "../records/record.ts";

const COMMAND = "npx -y pnpm@10 spec:change";

/**
 * Returns what a change of the document lacks before it can be released, one sentence each.
 *
 * @param diff the change since the last release
 * @param recorded what `spec:change` has recorded
 */
export function findOmissions(
  diff: SpecDiff,
  recorded: ChangeRecord | undefined,
  changesets: readonly Changeset[],
): readonly string[] {
  const isRecorded = isDeepStrictEqual(plain(recorded?.changes ?? []), plain(diff.changes));
  const stale = isRecorded
    ? []
    : [
        diff.changes.length === 0
          ? `${UNRELEASED} records a change that the document no longer has. Run ${COMMAND}.`
          : `spec/openapi.yaml has changed since the last release, and ${UNRELEASED} does not say so. Run ${COMMAND}.`,
      ];
  const low = findLowBumps(diff, changesets).map(({ name, needed, given }) =>
    given === "none"
      ? `The change of the document needs a changeset with a ${needed} bump of @microbilt-oauth/${name}. Run ${COMMAND}.`
      : `The changesets ask for a ${given} bump of @microbilt-oauth/${name}; the change of the document needs ${needed}. Run ${COMMAND}, or add a line to the changeset that begins with "Lower bump:" and says why.`,
  );
  return [...stale, ...low];
}

/** What the data is after it was written as JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
