import { catalogue, loadSpec } from "@microbilt-oauth/conformance";
import { expect, test } from "vitest";
import { checksPage } from "../scripts/checks.ts";

const spec = loadSpec();
const page = checksPage(spec);

test("every check has its place, with what requires it", () => {
  for (const { id } of catalogue(spec)) {
    expect(page).toContain(`id="${id}"`);
  }
  expect(page).toContain("The number of seconds remaining");
  expect(page).toContain('href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1"');
});

test("the page loads nothing", () => {
  expect(page).not.toMatch(/<(?:link|script|img|iframe)\b|@import|url\(/);
});
