import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { htmlReport } from "../src/reports/html.ts";
import { junitReport } from "../src/reports/junit.ts";
import { summary } from "../src/reports/terminal.ts";
import { type CheckResult, type RunResults, verdictOn } from "../src/run/results.ts";

const NASTY = `<script>alert("&")</script> ]]> \u{1F600}`;

const must = { level: "MUST", source: "documentation", title: "MicroBilt's documentation", pointer: "#/a" } as const;
const should = { level: "SHOULD", source: "rfc6749#5.2", title: "RFC 6749, section 5.2", url: "https://rfc/" } as const;
const base = {
  group: "refusals",
  title: "A thing is so",
  requirement: must,
  findings: [],
  notes: [],
  requests: 1,
  duration: 12,
} as const;
const findings = [{ expected: "this", seen: NASTY, curl: `curl -i "${NASTY}"` }];

const checks: CheckResult[] = [
  { ...base, id: "refusals/a", outcome: "passed" },
  { ...base, id: "refusals/b", outcome: "failed", findings },
  { ...base, id: "refusals/c", outcome: "failed", requirement: should, findings },
  { ...base, id: "refusals/d", outcome: "skipped", reason: "there is no such thing here" },
];

const results: RunResults = {
  schemaVersion: 1,
  seed: 1,
  verdict: "does not conform",
  strict: false,
  target: { name: "url", title: "a running server", baseUrl: "http://127.0.0.1:1" },
  document: { title: "A document", version: "1.0.0", digest: "00" },
  startedAt: "2026-01-01T00:00:00.000Z",
  duration: 1234,
  requests: 4,
  checks,
};

test("JUnit counts a failed MUST as a failure, a failed SHOULD as a note, a skipped check as skipped", () => {
  const xml = junitReport(results);

  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuite } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(xml).testsuites;
  expect(testsuite).toMatchObject({ tests: "4", failures: "1", skipped: "1" });
  expect(testsuite.testcase[1].failure).toMatchObject({ type: "MUST", message: NASTY });
  expect(testsuite.testcase[2]["system-out"]).toContain("expected: this");
  expect(testsuite.testcase[3].skipped).toEqual({ message: "there is no such thing here" });
});

test("JUnit counts a failed SHOULD as a failure when it is strict", () => {
  expect(junitReport({ ...results, strict: true })).toContain('failures="2"');
});

test("the page shows what the server said as text, and loads nothing", () => {
  const page = htmlReport(results);

  expect(page).not.toContain("<script>");
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toMatch(/<(?:link|script|img|iframe)\b|@import|url\(/);
});

test("the summary says at a glance what failed, what was skipped and why, and where the report is", () => {
  const text = summary(results, "report/index.html", (_, plain) => plain);

  expect(text).toMatch(/MUST +1 +1 +1\n/);
  expect(text).toMatch(/SHOULD +0 +1 +0\n/);
  expect(text).toContain("MUST   refusals/b");
  expect(text).toContain("there is no such thing here");
  expect(text).toContain("report/index.html");
  expect(text).toContain("url does not conform: 1 passed, 2 failed, 1 skipped in 1.2 s");
});

test("the verdict follows from what binds", () => {
  const [passed, failedMust, failedShould, skipped] = checks as [CheckResult, CheckResult, CheckResult, CheckResult];

  expect(verdictOn([passed, failedShould, skipped], false)).toBe("conforms");
  expect(verdictOn([passed, failedShould, skipped], true)).toBe("does not conform");
  expect(verdictOn([passed, failedMust], false)).toBe("does not conform");
});

test("a run in which every check was skipped proves nothing", () => {
  expect(verdictOn(checks.slice(3), false)).toBe("does not conform");
});
