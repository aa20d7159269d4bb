import type { Bump, PackageName, SpecDiff } from "../diff/spec-diff.ts";
import type { Changeset } from "./changeset.ts";

const ORDER: readonly Bump[] = ["none", "patch", "minor", "major"];

/** In a changeset, this line says why a package gets a lower bump than the change asks for. */
const JUSTIFICATION = /^(?:[-*] )?Lower bump: *\S.*$/im;

/** A package whose changesets ask for a lower bump than the change of the document. */
export interface LowBump {
  readonly name: PackageName;
  readonly needed: Bump;
  /** The highest bump in the changesets. */
  readonly given: Bump;
}

/** Returns the packages whose changesets ask for too little, and do not say why. */
export function findLowBumps({ bumps }: Pick<SpecDiff, "bumps">, changesets: readonly Changeset[]): readonly LowBump[] {
  return (Object.entries(bumps) as [PackageName, Bump][]).flatMap(([name, needed]) => {
    const own = changesets.filter((changeset) => name in changeset.bumps);
    const given = highest(own.map((changeset) => changeset.bumps[name] ?? "none"));
    // Where the package is left out on purpose, the reason is in the changeset of the others.
    const isReasoned = (own.length > 0 ? own : changesets).some(({ text }) => isJustified(text));
    return isLower(given, needed) && !isReasoned ? [{ name, needed, given }] : [];
  });
}

/** Whether the text of a changeset says why a bump is lower than needed. */
export function isJustified(text: string): boolean {
  return JUSTIFICATION.test(text);
}

/** Returns the highest of some bumps. */
export function highest(bumps: readonly Bump[]): Bump {
  return bumps.reduce((high, bump) => (isLower(high, bump) ? bump : high), "none");
}

function isLower(one: Bump, other: Bump): boolean {
  return ORDER.indexOf(one) < ORDER.indexOf(other);
}
