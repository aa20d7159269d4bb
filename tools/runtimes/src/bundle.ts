import { globSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const PACKAGES = fileURLToPath(new URL("../../../packages", import.meta.url));
/** The tests that use nothing but what every runtime has. */
const TESTS = ["client/test/promises/**/*.test.ts", "emulator/test/portable/**/*.test.ts"];
/** No such file is written; it stands where packages are found as the tests find them. */
const ENTRY = join(PACKAGES, "client/test/all.ts");
/** Chromium tells of an unhandled rejection in a turn of its own, some turns later. */
const TO_BE_TOLD_IN_MS = 50;

/** Writes all tests as one module without imports, which exports `run`. */
export async function bundleTests(file: string): Promise<void> {
  const tests = globSync(TESTS, { cwd: PACKAGES }).sort();
  const bundle = await rolldown({
    input: ENTRY,
    platform: "neutral",
    // The packages are free of side effects; their tests are not, and would go.
    treeshake: false,
    resolve: { conditionNames: ["portable", "import", "default"] },
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
  // A dynamic import of a module that is inside counts as one of the chunk itself.
  const imports = [...chunk.imports, ...chunk.dynamicImports].filter((name) => name !== chunk.fileName);
  if (imports.length > 0) {
    throw new Error(`The tests are to run anywhere, but they import ${imports.join(", ")}.`);
  }
}

/** Writes the emulator's command as one module that needs nothing but Node. */
export async function bundleCommand(file: string): Promise<void> {
  const bundle = await rolldown({ input: join(PACKAGES, "emulator/src/cli.ts"), platform: "node" });
  await bundle.write({ file, codeSplitting: false });
}

function entry(tests: readonly string[]): string {
  return `
${tests.map((test) => `import ${JSON.stringify(join(PACKAGES, test))};`).join("\n")}
import { runAll } from "@microbilt-oauth/testing";

const unhandled = [];

// Node and Bun end on an unhandled rejection; the others only tell whoever listens.
globalThis.addEventListener?.("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled.push(\`unhandled rejection: \${event.reason?.stack ?? event.reason}\`);
});

export async function run() {
  const { passed, failed } = await runAll();
  await new Promise((resolve) => setTimeout(resolve, ${TO_BE_TOLD_IN_MS}));
  return { passed, failed: [...failed, ...unhandled] };
}
`;
}
