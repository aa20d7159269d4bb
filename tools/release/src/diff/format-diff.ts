import { CLASSES } from "./changes.ts";
import type { ChangeClass, SpecDiff } from "./spec-diff.ts";

const TITLES: Readonly<Record<ChangeClass, string>> = {
  breaking: "Breaking: a client or a program must change",
  compatible: "Compatible: programs work as before",
  editorial: "Editorial: only texts and examples change",
};

/** Formats what differs, for a terminal. */
export function formatDiff({ changes, checks, bumps }: SpecDiff): string {
  if (changes.length === 0) {
    return "The documents say the same.";
  }
  const parts = CLASSES.map((each) => [each, changes.filter((change) => change.class === each)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([each, own]) =>
      [
        TITLES[each],
        ...own.map(({ sentence, reason, pointer }) => `  - ${sentence}\n      ${reason}\n      ${pointer}`),
      ].join("\n"),
    );
  const levels = checks.map(({ id, before, after }) => `  ${id}: ${before} -> ${after}`);
  const versions = Object.entries(bumps).map(([name, bump]) => `  ${name.padEnd("conformance".length)}  ${bump}`);
  return [
    ...parts,
    ...(levels.length > 0 ? [["Checks of the conformance suite", ...levels].join("\n")] : []),
    ["Bumps", ...versions].join("\n"),
  ].join("\n\n");
}
