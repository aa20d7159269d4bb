/** Says what has changed in the document. Run by `pnpm spec:diff`. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { diffDocuments } from "../diff/diff-documents.ts";
import { formatDiff } from "../diff/format-diff.ts";
import { lintCurrent } from "../documents/lint-current.ts";
import { readBase, readCurrent } from "../documents/read-document.ts";

const HELP = `Usage: pnpm spec:diff [options]

Says what has changed in spec/openapi.yaml, what that means for clients, which checks of the conformance suite change, and
which bump each package needs.

Options:
  --base <commit or file>  what to compare with (default: the document of the last release, spec/changes/released.json)
  --json                   print JSON
  -h, --help               print this help

Exit codes: 0 whatever has changed, 2 if the documents could not be compared.`;

const root = fileURLToPath(new URL("../../../..", import.meta.url));

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2).filter((argument) => argument !== "--");
  const options = {
    base: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const base = await readBase(root, values.base);
  await lintCurrent(root);
  const diff = diffDocuments(base, await readCurrent(root));
  console.log(values.json ? JSON.stringify(diff, null, 2) : formatDiff(diff));
}
