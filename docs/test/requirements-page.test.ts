import { allRequirements, describeCounts, loadSpec } from "@microbilt-oauth/conformance";
import { escapeToBuffer } from "hono/utils/html";
import { expect, test } from "vitest";
import { checksPage } from "../src/checks-page.ts";
import { requirementsPage } from "../src/requirements-page.ts";

const spec = loadSpec();
const sources = allRequirements(spec);
const statements = sources.flatMap((source) => source.statements);
const page = requirementsPage(spec);
const checks = checksPage(spec);

test("the page shows each source with its counts, and each statement with its checks or the reason", () => {
  for (const source of sources) {
    expect(page).toContain(`<p class="counts">${describeCounts(source.statements)}</p>`);
  }
  for (const { text, unchecked, checks: ids } of statements) {
    expect(page).toContain(`<td role="cell">${escaped(text)}</td>`);
    expect(page).toContain(
      unchecked === undefined ? `<code>${ids[0]}</code>` : `<b>No check.</b> ${escaped(unchecked)}`,
    );
  }
  expect(page.match(/<tr role="row" class="unchecked"/g)).toHaveLength(
    statements.filter(({ unchecked }) => unchecked !== undefined).length,
  );
});

test("no two elements have the same id", () => {
  const ids = idsOf(page);

  expect(ids.size).toBe(page.match(/\sid="/g)?.length);
});

test("the links between the pages lead to what they name", () => {
  const ids = { checks: idsOf(checks), requirements: idsOf(page) };
  const links = [...`${page}${checks}`.matchAll(/href="(checks|requirements)\.html#([^"]+)"/g)];

  expect(links.length).toBeGreaterThan(400);
  for (const [, name, id = ""] of links) {
    expect(ids[name as keyof typeof ids]).toContain(id);
  }
  for (const { id } of sources) {
    expect(page).toContain(`href="#${id}"`);
    expect(ids.requirements).toContain(id);
  }
});

test("each check on the page of checks links to the requirements", () => {
  expect(checks.match(/href="requirements\.html#/g)).toHaveLength(checks.match(/<article\b/g)?.length ?? 0);
});

test("the page loads nothing", () => {
  expect(page).not.toMatch(/<(?:link|script|img|iframe)\b|@import|url\(/);
});

function idsOf(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => id));
}

function escaped(text: string): string {
  const buffer: [string] = [""];
  escapeToBuffer(text, buffer);
  return buffer[0];
}
