import { isRfcSection, type OpenApiDocument } from "@microbilt-oauth/spec";
import type { CheckDefinition } from "../check.ts";
import { statementAt } from "./document-statements.ts";
import type { CheckPattern } from "./statement.ts";
import type { Place } from "./traced.ts";

/** A check's id, and what it cites. */
export type CitingCheck = Pick<CheckDefinition<never>, "id" | "requirement">;

/** Finds checks by what they cite and by their ids. */
export interface CheckIndex {
  /** The ids of the checks that cite a place, by place. */
  readonly citing: ReadonlyMap<Place, readonly string[]>;
  /** The ids that match one of these patterns. */
  matching(patterns: readonly CheckPattern[]): readonly string[];
  /** Removes duplicates, and sorts ids in the order in which the checks run. */
  inOrder(ids: readonly string[]): readonly string[];
}

/** Indexes checks. */
export function indexChecks(document: OpenApiDocument, checks: readonly CitingCheck[]): CheckIndex {
  const ids = checks.map(({ id }) => id);
  const byPlace = Map.groupBy(checks, ({ requirement }) => statementPlace(document, requirement));
  return {
    citing: new Map([...byPlace].map(([place, citing]) => [place, citing.map(({ id }) => id)])),
    matching: (patterns) => ids.filter((id) => patterns.some((pattern) => matches(id, pattern))),
    inOrder: (some) => ids.filter((id) => some.includes(id)),
  };
}

/** The place of the statement that a check cites: a place in the document whose source is a standard leads to its section. */
function statementPlace(document: OpenApiDocument, cited: Place): Place {
  if (isRfcSection(cited)) {
    return cited;
  }
  const { pointer, source } = statementAt(document, cited);
  return isRfcSection(source) ? source : pointer;
}

function matches(id: string, pattern: CheckPattern): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}
