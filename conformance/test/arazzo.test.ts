/** The two flows as a document of workflows, run by a tool that knows nothing of this project. */
import { fileURLToPath } from "node:url";
import { redocly } from "@microbilt-oauth/spec/redocly";
import { expect, onTestFinished, test } from "vitest";
import { loadSpec } from "../src/document/spec.ts";
import { startEmulator } from "../src/targets/emulator.ts";
import { startPrism } from "../src/targets/prism.ts";

const { contract } = loadSpec();
const TIMEOUT = 60_000;

test.each([
  ["Prism", startPrism],
  ["the emulator", startEmulator],
])("both flows run against %s, and no secret is shown", { timeout: TIMEOUT }, async (_, start) => {
  const target = await start(contract);
  onTestFinished(() => target.close());
  const { clientId, clientSecret } = target.credentials;
  const spec = fileURLToPath(new URL(".", import.meta.resolve("@microbilt-oauth/spec/openapi.yaml")));
  const inputs = ["--input", `clientId=${clientId}`, "--input", `clientSecret=${clientSecret}`];

  const output = await redocly(
    spec,
    "respect",
    "arazzo.yaml",
    "--server",
    `oauth=${target.baseUrl}`,
    ...inputs,
    "--verbose",
  );

  expect(output).toContain("Workflows: 2 passed, 2 total");
  expect(output).toContain("Steps: 4 passed, 4 total");
  expect(output).not.toContain(clientSecret);
});
