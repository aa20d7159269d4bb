import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const PACKAGES = fileURLToPath(new URL("../../../packages", import.meta.url));

/** The tests that use only what every runtime has. */
const TESTS = ["client/test/promises/**/*.test.ts", "emulator/test/portable/**/*.test.ts"];

/** A module that exists in memory only. Its place lets imports resolve as they do in the tests. */
const ENTRY = join(PACKAGES, "client/test/all.ts");

/** Chromium reports an unhandled rejection some turns of the event loop after it happened. */
const UNHANDLED_REJECTION_DELAY_IN_MS = 50;

/** Writes all tests as one module without imports. The module exports `run`. */
export async function bundleTests(file: string): Promise<void> {
  const tests = globSync(TESTS, { cwd: PACKAGES }).sort();
  const bundle = await rolldown({
    input: ENTRY,
    platform: "neutral",
    // The packages declare that they have no side effects, so tree shaking would remove their tests.
    treeshake: false,
    // The main fields are those of bundlers for browsers: some dependencies have no `exports`.
    resolve: { conditionNames: ["portable", "import", "default"], mainFields: ["module", "main"] },
    plugins: [
      {
        name: "all-tests",
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? entry(tests) : null),
      },
    ],
  });
  const { output } = await bundle.write({ file, codeSplitting: false });
  const [chunk] = output;
  // Rolldown lists a dynamic import of a bundled module as an import of the chunk by itself.
  const imports = [...chunk.imports, ...chunk.dynamicImports].filter((name) => name !== chunk.fileName);
  if (imports.length > 0) {
    throw new Error(`Portable tests must not import anything outside the bundle; got ${imports.join(", ")}.`);
  }
}

/** Writes the command of a package in the folder `packages` as one module that imports only from Node. */
export async function bundleCommand(name: string, file: string): Promise<void> {
  const folder = join(PACKAGES, name);
  const { bin } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { bin: Record<string, string> };
  const input = Object.values(bin).map((path) => join(folder, path));
  const bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file, codeSplitting: false });
}

function entry(tests: readonly string[]): string {
  return `
${tests.map((test) => `import ${JSON.stringify(join(PACKAGES, test))};`).join("\n")}
import { runAll } from "@microbilt-oauth/testing";

const unhandled = [];

// Node and Bun exit on an unhandled rejection; the other runtimes only dispatch an event.
globalThis.addEventListener?.("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled.push(\`unhandled rejection: \${event.reason?.stack ?? event.reason}\`);
});

export async function run() {
  const { passed, failed } = await runAll();
  await new Promise((resolve) => setTimeout(resolve, ${UNHANDLED_REJECTION_DELAY_IN_MS}));
  return { passed, failed: [...failed, ...unhandled] };
}
`;
}
