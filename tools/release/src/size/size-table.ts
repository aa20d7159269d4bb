/** The size of a program's bundle, in bytes. */
export interface Size {
  /** What the program does. */
  readonly name: string;
  /** Before the change; undefined if it was not measured. */
  readonly before: number | undefined;
  /** After the change. */
  readonly after: number;
}

/** A table in Markdown. */
export function sizeTable(sizes: readonly Size[]): string {
  const rows = sizes.map(({ name, before, after }) => {
    const change = before === undefined ? "" : `${after >= before ? "+" : "−"}${kilobytes(Math.abs(after - before))}`;
    return `| ${name} | ${before === undefined ? "" : kilobytes(before)} | ${kilobytes(after)} | ${change} |`;
  });
  return [
    "| Bundle with the client, minified and gzipped, in kB | Before | After | Change |",
    "| --- | --: | --: | --: |",
    ...rows,
  ].join("\n");
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(2);
}
