/**
 * Ends what `changeset version` begins: gives the document the version of its package, regenerates what is made from it,
 * and moves the recorded change into the history. Run by `pnpm release:version`.
 */
import { execFileSync } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { RELEASED, readUnreleased, recordPath, UNRELEASED, writeJson } from "../records/record.ts";
import { versionIn, withVersion } from "../versions/document-version.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "spec/package.json"), "utf8")) as { version: string };

for (const file of ["spec/openapi.yaml", "spec/arazzo.yaml"]) {
  const text = await readFile(join(root, file), "utf8");
  if (versionIn(text) !== version) {
    await writeFile(join(root, file), withVersion(text, version));
  }
}
execFileSync("pnpm", ["run", "generate"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });

const record = await readUnreleased(root);
if (record) {
  await writeJson(join(root, recordPath(version)), { ...record, version });
  await rm(join(root, UNRELEASED));
}
const bundle = await readFile(join(root, "spec/generated/openapi.json"), "utf8");
await writeJson(join(root, RELEASED), JSON.parse(bundle) as OpenApiDocument);
console.log(`The document has version ${version}.`);
