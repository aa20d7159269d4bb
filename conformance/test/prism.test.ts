import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { redocly } from "@microbilt-oauth/spec/redocly";
import { expect, onTestFinished, test } from "vitest";
import { loadFacts, startPrism } from "../src/index.ts";

const { contract } = loadFacts();
const TIMEOUT = 60_000;

test("a Prism that does not start is reported with its own message", { timeout: TIMEOUT }, async () => {
  const directory = await mkdtemp(join(tmpdir(), "microbilt-prism-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const document = join(directory, "openapi.yaml");
  await writeFile(document, "openapi: 3.1.1\ninfo: { title: none, version: 1.0.0 }\npaths: {}\n");

  await expect(startPrism(contract, { document })).rejects.toThrow("No operations found in the current file.");
});

test("both flows of the Arazzo document run against Prism", { timeout: TIMEOUT }, async () => {
  const prism = await startPrism(contract);
  onTestFinished(() => prism.close());
  const spec = fileURLToPath(new URL(".", import.meta.resolve("@microbilt-oauth/spec/openapi.yaml")));
  const inputs = ["--input", "clientId=an-id", "--input", "clientSecret=a-secret-never-shown"];

  const output = await redocly(
    spec,
    "respect",
    "arazzo.yaml",
    "--server",
    `oauth=${prism.baseUrl}`,
    ...inputs,
    "--verbose",
  );

  expect(output).toContain("Workflows: 2 passed, 2 total");
  expect(output).toContain("Steps: 4 passed, 4 total");
  expect(output).not.toContain("a-secret-never-shown");
});
