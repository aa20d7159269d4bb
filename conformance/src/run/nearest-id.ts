import { diff } from "node:util";

/** The most characters that a typing error adds or removes; a replaced character counts as two. */
const MOST_CHANGES = 4;

/**
 * Finds the id or the group that is most similar to a string.
 *
 * @returns undefined if none is similar
 */
export function nearestId(text: string, ids: readonly string[]): string | undefined {
  const names = new Set([...ids.map((id) => id.slice(0, id.indexOf("/"))), ...ids]);
  const [nearest] = [...names]
    .map((name) => ({ name, changes: changesBetween(text, name) }))
    .filter(({ changes }) => changes <= Math.min(MOST_CHANGES, text.length / 2))
    .sort((one, other) => one.changes - other.changes);
  return nearest?.name;
}

function changesBetween(text: string, name: string): number {
  return diff(text, name).filter(([operation]) => operation !== 0).length;
}
