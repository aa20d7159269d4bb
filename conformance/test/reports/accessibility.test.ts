/**
 * axe finds nothing to object to in the page. jsdom lays nothing out, so that axe cannot judge contrast here.
 *
 * @see https://github.com/dequelabs/axe-core
 */

import axe, { type AxeResults, type RunOptions } from "axe-core";
import { JSDOM } from "jsdom";
import { beforeAll, expect, test } from "vitest";
import { htmlReport } from "../../src/reports/html/html-report.ts";
import { type CheckResult, OUTCOMES } from "../../src/run/results.ts";
import { run } from "../../src/run/run.ts";
import { openUrl } from "../../src/targets/url.ts";
import { grant } from "../support/gateway.ts";
import { DEVIATION, result, runResults } from "../support/results.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 120_000;
const OPTIONS: RunOptions = { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } };
const CREDENTIALS = { clientId: "an-id", clientSecret: "Qm7-xT2_vB9.kR4" };

/** The results of a server that grants and accepts everything. */
let checks: readonly CheckResult[] = [];

beforeAll(async () => {
  let close: () => unknown = () => {};
  const baseUrl = await serve(grant, (stop) => {
    close = stop as typeof close;
  });
  const resource = { method: "POST", path: "/resource" };
  const target = await openUrl({ baseUrl, credentials: CREDENTIALS, secondCredentials: CREDENTIALS, resource });
  ({ checks } = await run(target, { skip: ["robustness", "http"] }));
  return close as () => void;
}, TIMEOUT_IN_MS);

test.each([0, 1, 40])("of a run with %i failures", { timeout: TIMEOUT_IN_MS }, async (failures) => {
  const page = pageWith(failures);

  expect(page.split('data-outcome="failed"')).toHaveLength(failures + 1);
  expect(await violationsIn(page)).toEqual([]);
});

test("a page with a defect is objected to", { timeout: TIMEOUT_IN_MS }, async () => {
  const page = pageWith(1).replace(' lang="en"', "").replace('aria-label="Search"', 'title=""');

  expect(await violationsIn(page)).toEqual([expect.stringContaining("html-has-lang")]);
});

/** The page of the run with only so many of its failures, and a known deviation that expires soon. */
function pageWith(failures: number): string {
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  expect(failed.length).toBeGreaterThanOrEqual(failures);
  // A few of each: the page shows all of an outcome alike, and axe takes its time.
  const others = OUTCOMES.filter((outcome) => outcome !== "failed").flatMap((wanted) =>
    checks.filter(({ outcome }) => outcome === wanted).slice(0, 3),
  );
  const accepted = result("accepted", { id: "refusals/accepted", deviation: { ...DEVIATION, until: "2026-01-03" } });
  return htmlReport(runResults([...failed.slice(0, failures), ...others, accepted]));
}

/** What axe objects to when the page's own script has run and everything is expanded. */
async function violationsIn(page: string): Promise<string[]> {
  const { window } = new JSDOM(page, { runScripts: "dangerously", pretendToBeVisual: true });
  for (const details of window.document.querySelectorAll("details")) {
    details.open = true;
  }
  expect(window.document.querySelector("form")?.hidden).toBe(false);
  window.eval(axe.source);
  const { violations }: AxeResults = await window["axe"].run(window.document, OPTIONS);
  window.close();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
}
