import type { Command } from "commander";
import { CannotRun } from "../errors.ts";
import { EXIT_CODES, type Finish } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { type BasePaths, basePathOf, readBasePath } from "./base-paths.ts";
import { compareFolder, type FolderState, writeFiles } from "./output-folder.ts";
import { formatProductFile } from "./product-file.ts";
import { productName } from "./product-name.ts";

const HELP = `
Each document makes one file, named after the document without its version: iPredict_6.yaml makes iPredict.ts. The file has
the types of the product and an object with its base path:

  import { iPredict } from "./microbilt/iPredict.js";
  const { data, error } = await microbilt.api(iPredict).POST("/GetReport", { body });

A document can be OpenAPI 3.0 or 3.1, or Swagger 2.0, in YAML or JSON.

Examples:
  microbilt types iPredict_6.yaml ABAAcctVerification_3.yaml --out src/microbilt
  microbilt types documents/*.yaml --out src/microbilt --check

Exit codes: 0 the files are up to date, 1 with --check if they are not, 2 the command could not run.`;

interface TypesOptions {
  readonly out: string;
  readonly check?: boolean;
  readonly basePath?: BasePaths;
}

/** Adds `microbilt types`. */
export function addTypesCommand(program: Command, host: Host, finish: Finish): void {
  program
    .command("types")
    .description("Writes the TypeScript types of products, from their OpenAPI documents.")
    .argument("<file...>", "the OpenAPI documents of the products")
    .requiredOption("--out <folder>", "the folder to write to")
    .option("--check", "write nothing; fail if a file is missing, out of date or surplus")
    .option(
      "--base-path <path>",
      "the base path of a product whose document does not say it; with several documents, <product>=<path>; repeatable",
      readBasePath,
    )
    .addHelpText("after", HELP)
    .action(async (documents: readonly string[], { out, check, basePath = new Map() }: TypesOptions) => {
      const files = await formatFiles(documents, basePath);
      const state = await compareFolder(out, files);
      if (check) {
        finish(reportCheck(state, out, host));
        return;
      }
      await writeFiles(out, files, [...state.missing, ...state.stale]);
      host.stdout.write(`${describe(files, state).join("\n")}\n`);
    });
}

/** Makes all files before the first is written, so that an error leaves the folder as it was. */
async function formatFiles(documents: readonly string[], basePaths: BasePaths): Promise<ReadonlyMap<string, string>> {
  const names = nameProducts(documents);
  const files = new Map<string, string>();
  for (const [name, document] of names) {
    const basePath = basePathOf(name, basePaths, [...names.keys()]);
    // Loaded here, because the other commands need no memory for documents.
    const { readDocumentFile } = await import("./document-file.ts");
    const product = await readDocumentFile(document, basePath);
    files.set(`${name}.ts`, await formatProductFile(document, name, product));
  }
  return files;
}

function nameProducts(documents: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const document of documents) {
    const name = productName(document);
    // Some file systems do not distinguish upper and lower case.
    const other = [...names].find(([taken]) => taken.toLowerCase() === name.toLowerCase())?.[1];
    if (other !== undefined) {
      throw new CannotRun(
        `${other} and ${document} would both be written to ${name}.ts. Pass only one of them, or rename a file.`,
      );
    }
    names.set(name, document);
  }
  return names;
}

function describe(files: ReadonlyMap<string, string>, { missing, stale, surplus }: FolderState): string[] {
  const verb = (name: string) => (missing.includes(name) ? "created" : stale.includes(name) ? "updated" : "unchanged");
  return [
    ...[...files.keys()].map((name) => `${verb(name).padEnd(9)}  ${name}`),
    ...surplus.map((name) => `surplus    ${name} (no document makes it; delete it if the product is no longer used)`),
  ];
}

function reportCheck(state: FolderState, out: string, host: Host): number {
  const lines = (["missing", "stale", "surplus"] as const).flatMap((kind) =>
    state[kind].map((name) => `${kind.padEnd(7)}  ${name}`),
  );
  if (lines.length === 0) {
    host.stdout.write(`The files in ${out} are up to date.\n`);
    return EXIT_CODES.success;
  }
  host.stderr.write(
    `${lines.join("\n")}\nThe files in ${out} are not up to date. Run the command without --check.${lines.some((line) => line.startsWith("surplus")) ? " Name the documents of all products in one run; delete a surplus file if its product is no longer used." : ""}\n`,
  );
  return EXIT_CODES.failure;
}
