/** The links and tables of the repository's own documents are true. */
import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = globSync(
  ["*.md", "decisions/*.md", "{conformance,examples,examples/*,packages/*,tools/*}/README.md", "packages/*/docs/*.md"],
  { cwd: root },
).sort();

test.each(documents)("the links of %s lead to files of this repository", async (document) => {
  const targets = linksOf(await read(document)).map((target) => join(root, dirname(document), target));
  const missing = targets.filter((target) => !existsSync(target));

  expect(missing).toEqual([]);
});

test("the paths in CONTRIBUTING exist", async () => {
  const contributing = await read("CONTRIBUTING.md");
  const paths = contributing.match(/(?<=[`\s])(?:\.ci|spec|packages|conformance|tools)\/[\w./-]*\w/g) ?? [];

  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("CONTRIBUTING lists the scripts that exist, and no others", async () => {
  const { scripts } = JSON.parse(await read("package.json")) as { scripts: Readonly<Record<string, string>> };
  const listed = [...(await read("CONTRIBUTING.md")).matchAll(/^\| `([\w:]+)` +\|/gm)].map(([, script]) => script);
  // `check` runs the scripts whose names start with `check:`.
  const existing = Object.keys(scripts).filter((script) => !script.startsWith("check:"));

  expect(listed.toSorted()).toEqual(existing.toSorted());
});

test("the index of decisions links to every page, and every page to its decision", async () => {
  const pages = documents.filter((document) => document.startsWith("decisions/") && !document.endsWith("README.md"));

  expect(linksOf(await read("decisions/README.md")).toSorted()).toEqual(
    pages.map((page) => page.slice("decisions/".length)).toSorted(),
  );
  for (const page of pages) {
    expect(await read(page)).toMatch(/^# .+\n\n\*\*Decision\.\*\* .*\*\*Alternatives\.\*\*\s.*\*\*Reconsider\*\* /s);
  }
});

function read(file: string): Promise<string> {
  return readFile(join(root, file), "utf8");
}

/** The relative links, without fragments. */
function linksOf(markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = ""]) => target);
}
