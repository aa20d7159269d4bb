/** Measures what the client adds to a web page, before and after a change. Run by `pnpm size`. */
import { execFileSync } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleSize, PROGRAMS } from "../size/bundle-size.ts";
import { sizeTable } from "../size/size-table.ts";

const HELP = `Usage: pnpm size [--base <folder>]

Prints the size of bundles with the client. In a workflow, the table is also in the summary of the job.

Options:
  --base <folder>  a checkout of the repository before the change
  -h, --help       print this help`;

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: { base: { type: "string" }, help: { type: "boolean", short: "h" } },
});

if (values.help) {
  console.log(HELP);
} else {
  const after = build(root);
  const before = values.base === undefined ? undefined : build(resolve(values.base));
  const sizes = [];
  for (const program of PROGRAMS) {
    const base = before === undefined ? undefined : await bundleSize(program, before);
    sizes.push({ name: program.name, before: base, after: await bundleSize(program, after) });
  }
  const table = sizeTable(sizes);
  console.log(table);
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary) {
    await appendFile(summary, `${table}\n`);
  }
}

/** Builds the client of a checkout, and returns its folder. */
function build(checkout: string): string {
  const args = ["-y", "pnpm@10", "exec", "turbo", "run", "build", "--filter=@microbilt-oauth/client..."];
  // Only the table belongs to the standard output. pnpm installs what is missing.
  execFileSync("npx", args, { cwd: checkout, stdio: ["ignore", 2, 2] });
  return join(checkout, "packages/client");
}
