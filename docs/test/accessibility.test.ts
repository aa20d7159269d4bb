/**
 * axe finds no violation in the pages. jsdom lays nothing out, so axe cannot judge contrast here.
 *
 * @see https://github.com/dequelabs/axe-core
 */
import { loadSpec } from "@microbilt-oauth/conformance";
import axe, { type AxeResults, type RunOptions } from "axe-core";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { checksPage } from "../src/checks-page.ts";
import { requirementsPage } from "../src/requirements-page.ts";

const TIMEOUT_IN_MS = 120_000;
const OPTIONS: RunOptions = { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } };

const spec = loadSpec();

test.each([
  ["checks", checksPage(spec)],
  ["requirements", requirementsPage(spec)],
])("axe finds no violation in the page of %s", { timeout: TIMEOUT_IN_MS }, async (_, page) => {
  expect(await violationsIn(page)).toEqual([]);
});

test("axe finds a defect", { timeout: TIMEOUT_IN_MS }, async () => {
  const page = checksPage(spec).replace(' lang="en"', "");

  expect(await violationsIn(page)).toEqual(["html-has-lang"]);
});

/** The ids of the rules that a page breaks when everything is expanded. */
async function violationsIn(page: string): Promise<readonly string[]> {
  const { window } = new JSDOM(page, { runScripts: "outside-only", pretendToBeVisual: true });
  for (const details of window.document.querySelectorAll("details")) {
    details.open = true;
  }
  window.eval(axe.source);
  const { violations }: AxeResults = await window["axe"].run(window.document, OPTIONS);
  window.close();
  return violations.map(({ id }) => id);
}
