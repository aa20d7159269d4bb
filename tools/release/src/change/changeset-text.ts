import type { Change, ChangeClass } from "../diff/spec-diff.ts";

const TITLES: Readonly<Record<ChangeClass, string>> = {
  breaking: "Breaking changes of the API",
  compatible: "Changes of the API",
  editorial: "Corrections of the document",
};

/** Writes what a customer reads in the changelogs. */
export function changesetText(changes: readonly Change[]): string {
  const classes = Object.keys(TITLES) as ChangeClass[];
  return classes
    .map((each) => [each, changes.filter((change) => change.class === each)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([each, own]) => [`${TITLES[each]}:`, "", ...own.map(({ sentence }) => `- ${sentence}`)].join("\n"))
    .join("\n\n");
}
