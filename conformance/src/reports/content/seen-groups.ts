import { STATUS_CODES } from "node:http";
import { maskVariableParts } from "../../run/mask-variable-parts.ts";
import type { CheckResult } from "../../run/results.ts";

/** Fewer results than this are no group. */
const LEAST_MEMBERS = 3;
/** What is shown of a long phrase. */
const MOST_CHARACTERS = 90;

/** Results for which the target did the same. */
export interface SeenGroup {
  /** What was seen, such as "429 Too Many Requests". */
  readonly seen: string;
  /** The results, in their order. */
  readonly checks: readonly CheckResult[];
}

/** Results by what was seen: the groups with the most results first, and the results that have nothing in common. */
export interface GroupedBySeen {
  /** The groups. */
  readonly groups: readonly SeenGroup[];
  /** The other results. */
  readonly others: readonly CheckResult[];
}

/** Groups results by what was seen. */
export function groupBySeen(checks: readonly CheckResult[]): GroupedBySeen {
  const bySeen = [...Map.groupBy(checks, seenIn)].filter(([seen]) => seen !== undefined);
  const groups = bySeen
    .filter(([, members]) => members.length >= LEAST_MEMBERS)
    .map(([seen = "", members]) => ({ seen, checks: members }))
    .sort((a, b) => b.checks.length - a.checks.length);
  const grouped = new Set(groups.flatMap((group) => group.checks));
  return { groups, others: checks.filter((check) => !grouped.has(check)) };
}

/** What the first finding says: the status of the response if it describes one, otherwise the phrase. */
function seenIn({ findings: [finding] }: CheckResult): string | undefined {
  if (!finding) {
    return undefined;
  }
  const status = /^(\d{3}) with(?:out| the) /.exec(finding.seen)?.[1];
  if (status !== undefined) {
    return [status, STATUS_CODES[status]].filter(Boolean).join(" ");
  }
  const phrase = maskVariableParts(finding.seen);
  return phrase.length > MOST_CHARACTERS ? `${phrase.slice(0, MOST_CHARACTERS).toWellFormed()}…` : phrase;
}
