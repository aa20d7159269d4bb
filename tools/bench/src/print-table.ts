/** One row of a table. */
export interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  /** Whether the goal is met; undefined if there is no goal. */
  readonly isMet?: boolean | undefined;
}

/** Prints rows under a title, with aligned columns. */
export function printTable(title: string, columns: readonly string[], rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  console.log(`\n${title}`);
  console.log(`  ${"".padEnd(width)}${columns.map((column) => column.padStart(16)).join("")}`);
  for (const { name, cells, isMet } of rows) {
    const verdict = isMet === undefined ? "" : isMet ? "   goal met" : "   GOAL MISSED";
    console.log(`  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(16)).join("")}${verdict}`);
  }
}
