import type { PlayedEdit } from "./edits/play.ts";
import type { CheckedConsumer, CheckedPackage, Outcome } from "./rehearse.ts";

/** Formats what a rehearsal found, for a terminal. */
export function formatOutcome({ packages, consumers }: Outcome, listsFiles: boolean): string {
  const rows = packages.map(({ tarball: { name, version, size, files } }) => [
    name,
    version,
    kilobytes(size),
    kilobytes([...files.values()].reduce((sum, { length }) => sum + length, 0)),
    String(files.size),
  ]);
  return [
    table(["package", "version", "packed", "unpacked", "files"], rows),
    listsFiles ? packages.map(fileList).join("\n") : "",
    table(["project", "packages", "size", "result"], consumers.map(consumerRow)),
    packages.flatMap(({ tarball, problems }) => problems.map((problem) => `${tarball.name}: ${problem}`)).join("\n"),
    ...consumers.flatMap(({ name, problem }) => (problem ? [`${name}: ${problem}`] : [])),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Whether the release can be published. */
export function isSafe({ packages, consumers }: Outcome): boolean {
  return packages.every(({ problems }) => problems.length === 0) && consumers.every(({ problem }) => !problem);
}

/** Formats what became of the edits that were played. */
export function formatPlayed(played: readonly PlayedEdit[]): string {
  const rows = played.map(({ edit, versions, problems }) => [
    edit.name,
    versions.join(" -> "),
    edit.bump,
    problems.length === 0 ? "released, and a project upgraded" : "FAILED",
  ]);
  const problems = played.flatMap(({ edit, problems }) => problems.map((problem) => `${edit.name}: ${problem}`));
  return [table(["edit", "document", "bump", "result"], rows), ...problems].join("\n\n");
}

function consumerRow({ name, size, problem, skipped }: CheckedConsumer): readonly string[] {
  const measured = size ? [String(size.packages), `${(size.bytes / 1e6).toFixed(1)} MB`] : ["", ""];
  return [name, ...measured, problem ? "FAILED" : skipped ? `skipped: ${skipped}` : "works"];
}

function fileList({ tarball: { name, files } }: CheckedPackage): string {
  return [`${name}:`, ...[...files].map(([file, { length }]) => `  ${kilobytes(length).padStart(10)}  ${file}`)].join(
    "\n",
  );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const isLast = (column: number) => column === head.length - 1;
  return [head, ...rows]
    .map((row) => row.map((cell, column) => (isLast(column) ? cell : cell.padEnd(widths[column] ?? 0))).join("  "))
    .join("\n");
}
