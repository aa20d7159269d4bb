import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadSpec } from "../src/document/spec.ts";
import { startPrism } from "../src/targets/prism.ts";

const { contract } = loadSpec();
const TIMEOUT = 60_000;

test("a Prism that does not start is reported with its own message", { timeout: TIMEOUT }, async () => {
  const directory = await mkdtemp(join(tmpdir(), "microbilt-prism-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const document = join(directory, "openapi.yaml");
  await writeFile(document, "openapi: 3.1.1\ninfo: { title: none, version: 1.0.0 }\npaths: {}\n");

  await expect(startPrism(contract, { document })).rejects.toThrow("No operations found in the current file.");
});
