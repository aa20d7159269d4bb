import type { Change, ChangeClass } from "./spec-diff.ts";

/** What a change consists of, except its class. */
export type ChangeFacts = Omit<Change, "class">;

/** A change after which a client or a program must change. */
export function breaking(facts: ChangeFacts): Change {
  return { class: "breaking", ...facts };
}

/** A change of what the API does, with which programs work as before. */
export function compatible(facts: ChangeFacts): Change {
  return { class: "compatible", ...facts };
}

/** A change of texts and examples. */
export function editorial(facts: ChangeFacts): Change {
  return { class: "editorial", ...facts };
}

/** Builds a change whose class depends on a question. */
export function classed(isBreaking: boolean, facts: ChangeFacts): Change {
  return isBreaking ? breaking(facts) : compatible(facts);
}

/** The classes, the one with the gravest consequences first. */
export const CLASSES: readonly ChangeClass[] = ["breaking", "compatible", "editorial"];

/** Lists the names of two objects: those of both, those that only the first has, and those that only the second has. */
export function partition(
  base: Readonly<Record<string, unknown>>,
  head: Readonly<Record<string, unknown>>,
): { readonly both: readonly string[]; readonly removed: readonly string[]; readonly added: readonly string[] } {
  const names = Object.keys(base);
  return {
    both: names.filter((name) => Object.hasOwn(head, name)),
    removed: names.filter((name) => !Object.hasOwn(head, name)),
    added: Object.keys(head).filter((name) => !Object.hasOwn(base, name)),
  };
}
