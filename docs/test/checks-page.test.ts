import { catalogue, loadSpec } from "@microbilt-oauth/conformance";
import { expect, test } from "vitest";
import { checksPage } from "../src/checks-page.ts";

const spec = loadSpec();
const page = checksPage(spec);

test("the page shows every check, its requirement and a link to the standard", () => {
  for (const { id } of catalogue(spec)) {
    expect(page).toContain(`id="${id}"`);
  }
  expect(page).toContain("The number of seconds remaining");
  expect(page).toContain('href="https://www.rfc-editor.org/rfc/rfc6749#section-5.1"');
});

test("the page loads nothing", () => {
  expect(page).not.toMatch(/<(?:link|script|img|iframe)\b|@import|url\(/);
});
