import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { document } from "@microbilt-oauth/spec";
import { beforeAll, expect, test } from "vitest";
import { finishReferencePage } from "../src/reference-page.ts";
import { showSources } from "../src/show-sources.ts";

const REDOCLY = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");

let page: string;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "microbilt-docs-"));
  try {
    await writeFile(join(directory, "openapi.json"), JSON.stringify(showSources(document)));
    await promisify(execFile)(
      process.execPath,
      [REDOCLY, "build-docs", "openapi.json", "-o", "page.html", "--inlineBundle"],
      {
        cwd: directory,
        env: { ...process.env, REDOCLY_TELEMETRY: "off" },
      },
    );
    page = finishReferencePage(await readFile(join(directory, "page.html"), "utf8"));
  } finally {
    await rm(directory, { recursive: true });
  }
}, 60_000);

test("the page may load nothing, and does not try to", () => {
  expect(page).toContain("connect-src 'none'");
  expect(page).not.toContain("https://cdn.redoc.ly/redoc/logo");
  expect(page).not.toMatch(/<(?:script|img|iframe)\b[^>]*\ssrc=|<link\b/);
});

test("no statement shows its source as raw Markdown", () => {
  const rendered = page.replace(/<script\b.*?<\/script>/gs, "");

  expect(rendered).toContain("for development and testing. Documented by MicroBilt.");
  expect(rendered).not.toMatch(/_(?:Documented|Observed|From) /);
});

test("a name in code does not break inside a table", () => {
  expect(page).toContain(".md-table-wrapper .md code { white-space: nowrap; }");
  // The class names are Redoc's: without them the style above would apply to nothing.
  expect(page).toMatch(/<div class="md-table-wrapper"><table class="md">/);
});
