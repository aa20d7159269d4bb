/** Compares MicroBilt's documentation with the document. Run by `pnpm spec:drift`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCurrent } from "../documents/read-document.ts";
import { findDrift } from "../drift/find-drift.ts";
import { formatDrift } from "../drift/format-drift.ts";

const HELP = `Usage: pnpm spec:drift <file> [--json]

Compares a copy of MicroBilt's OAuth documentation, saved as text or as HTML, with what spec/openapi.yaml takes from it: hosts,
paths, methods, media types, parameters, members, the sample response, units and grant types.

Options:
  --json      print JSON
  -h, --help  print this help

Exit codes: 0 no difference, 1 differences, 2 the page could not be compared.`;

const DOCUMENT = "spec/openapi.yaml";
const root = fileURLToPath(new URL("../../../..", import.meta.url));

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new Error(
      "spec:drift must have one file, a copy of MicroBilt's OAuth documentation: pnpm spec:drift page.html",
    );
  }
  const page = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file} cannot be read (${error.code}). Name a copy of MicroBilt's OAuth documentation.`);
  });
  const differences = findDrift(page, await readCurrent(root), await readFile(join(root, DOCUMENT), "utf8"));
  console.log(values.json ? JSON.stringify(differences, null, 2) : formatDrift(differences, file, DOCUMENT));
  return differences.length === 0 ? 0 : 1;
}
