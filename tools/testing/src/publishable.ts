/** What would be wrong with a package if it were published as it was packed. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { PackedProject } from "./packed.ts";

const require = createRequire(import.meta.url);

/** What publint says, as strict as it can be. */
export async function packageProblems({ installed }: PackedProject): Promise<(string | undefined)[]> {
  const { messages, pkg } = await publint({ pkgDir: installed, strict: true });
  return messages.map((message) => formatMessage(message, pkg));
}

/**
 * What are-the-types-wrong says. A package without `main` is for importing only; another must suit `require()` too, in
 * every resolution of modules that TypeScript has.
 *
 * @param untyped entry points that are not for users, and have no types
 * @throws {Error} with what it found
 */
export async function checkTypes(
  { node, installed, tarball }: PackedProject,
  ...untyped: readonly string[]
): Promise<void> {
  const entry = join(require.resolve("@arethetypeswrong/cli/package.json"), "../dist/index.js");
  const excluded = untyped.length > 0 ? ["--exclude-entrypoints", ...untyped] : [];
  const { main } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as { main?: string };
  // It fails when it finds a problem that the profile does not ignore.
  const found = await node(entry, tarball, "--profile", main ? "strict" : "esm-only", ...excluded, "--format", "json");
  if (JSON.parse(found).analysis.types?.kind !== "included") {
    throw new Error("The package has no types.");
  }
}

/** Which of the names that a package exports do not say what they are. */
export async function undocumentedNames(root: string, { installed }: PackedProject): Promise<string[]> {
  const source = await readFile(join(root, "src/index.ts"), "utf8");
  const names = [...source.matchAll(/\{ ([^}]*?),? \}/gs)].flatMap(([, list = ""]) =>
    list.replaceAll("type ", "").split(/,\s+/),
  );
  if (names.length === 0) {
    throw new Error(`${root} exports nothing.`);
  }
  const declarations = await readFile(join(installed, "dist/index.d.ts"), "utf8");
  return names.filter(
    (name) =>
      !new RegExp(`\\*/\\n(?:export )?(?:declare )?(?:interface|type|class|function|const) ${name}\\b`).test(
        declarations,
      ),
  );
}
