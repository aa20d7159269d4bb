import type { TracedStatement } from "./traced.ts";

/** Counts statements as reports show it: "5 statements, 3 checked, 2 without a check". */
export function describeCounts(statements: readonly TracedStatement[]): string {
  const unchecked = statements.filter((statement) => statement.unchecked !== undefined).length;
  const noun = statements.length === 1 ? "statement" : "statements";
  return `${statements.length} ${noun}, ${statements.length - unchecked} checked, ${unchecked} without a check`;
}
