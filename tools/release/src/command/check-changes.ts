/** Checks that a change of the document has its changeset and its record. Part of `pnpm check`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { findOmissions } from "../change/find-omissions.ts";
import { readChangesets } from "../changesets/changeset.ts";
import { diffDocuments } from "../diff/diff-documents.ts";
import { RELEASED, readReleased, readUnreleased } from "../records/record.ts";
import { versionIn } from "../versions/document-version.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const read = (file: string) => readFile(join(root, file), "utf8");

const released = await readReleased(root);
const document = JSON.parse(await read("spec/generated/openapi.json")) as OpenApiDocument;
const { version } = JSON.parse(await read("spec/package.json")) as { version: string };
const documents = ["spec/openapi.yaml", "spec/arazzo.yaml"];
const versions = await Promise.all(documents.map(async (file) => [file, versionIn(await read(file))] as const));

const problems = [
  ...versions
    .filter(([, own]) => own !== version)
    .map(
      ([file, own]) =>
        `${file} has the version ${own}, and spec/package.json ${version}. Set it to ${version}: pnpm release:version changes both.`,
    ),
  ...(released
    ? findOmissions(diffDocuments(released, document), await readUnreleased(root), await readChangesets(root))
    : [`${RELEASED} is missing. Restore it: git checkout ${RELEASED}`]),
];
for (const problem of problems) {
  console.error(problem);
}
process.exitCode = problems.length > 0 ? 1 : 0;
