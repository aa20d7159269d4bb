import { invalidArgument } from "../../errors.ts";
import { formatValue } from "./format-value.ts";

/** How many letters a misspelled name can differ from the one that is suggested for it. */
const MAX_DISTANCE = 2;

/**
 * Rejects an object that has a property whose name is unknown, which is most often a misspelled one.
 *
 * @param kind what the error message calls the properties
 * @param owner what the error message says they belong to
 * @throws {EmulatorError} `invalid_argument`
 */
export function assertKnownNames(
  value: object,
  known: readonly string[],
  kind: "option" | "member" | "argument",
  owner?: string,
): void {
  const name = Object.keys(value).find((name) => !known.includes(name));
  if (name !== undefined) {
    const subject = `Unknown ${kind} ${formatValue(name)}${owner === undefined ? "" : ` of ${owner}`}`;
    const list = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}s: ${known.join(", ") || "none"}`;
    const nearest = nearestName(name, known);
    throw invalidArgument(
      `${subject}. ${list}${nearest === undefined ? "" : `. Did you mean ${formatValue(nearest)}?`}`,
    );
  }
}

function nearestName(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: distanceBetween(candidate.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance);
  return nearest?.candidate;
}

/** The Levenshtein distance: how many letters to insert, delete or replace. */
function distanceBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_DISTANCE) {
    return Number.POSITIVE_INFINITY;
  }
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, replaced));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
