/** The programs in docs/frameworks.md compile and load. `tools/frameworks` runs the client in the frameworks themselves. */
import { fileURLToPath } from "node:url";
import { type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
let programs: ReadmePrograms;

/** What Cloudflare's runtime provides. */
const CLOUDFLARE_TYPES = `
declare module "cloudflare:workers" {
  export const env: { readonly MICROBILT_CLIENT_ID: string; readonly MICROBILT_CLIENT_SECRET: string };
  export function waitUntil(promise: Promise<unknown>): void;
}
`;
const CLOUDFLARE = `
import { registerHooks } from "node:module";
const source = 'export const env = { MICROBILT_CLIENT_ID: "an-id", MICROBILT_CLIENT_SECRET: "a-secret" }; export const waitUntil = () => {};';
registerHooks({
  resolve: (specifier, context, next) => specifier === "cloudflare:workers"
    ? { url: "data:text/javascript," + encodeURIComponent(source), shortCircuit: true }
    : next(specifier, context),
});
`;

beforeAll(async () => {
  const files = { "cloudflare.d.ts": CLOUDFLARE_TYPES, "cloudflare.js": CLOUDFLARE };
  programs = await writeReadmePrograms(root, files, "cloudflare.js", "docs/frameworks.md");
});

afterAll(() => programs.remove());

test("they compile", { timeout: MINUTE }, async () => {
  expect(programs.count).toBe(2);
  expect(await programs.compile()).toBe("");
});

test.each([0, 1])("program %i loads without credentials in the environment", { timeout: MINUTE }, async (index) => {
  expect(await programs.run(index)).toBe("");
});
