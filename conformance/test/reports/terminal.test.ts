import { describe, expect, test } from "vitest";
import { createProgress } from "../../src/reports/terminal/progress.ts";
import { summary } from "../../src/reports/terminal/summary.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { DEVIATION, INFO, result, runResults, SHOULD } from "../support/results.ts";

const NASTY = `<script>alert("&")</script> ]]> \u{1F600}`;

const findings = [{ expected: "this", seen: NASTY, curl: `curl -i "${NASTY}"` }];

/** One result of each outcome. Under --strict, a SHOULD that is not met is "failed": the reports must not tell it apart. */
const checks: readonly CheckResult[] = [
  result("passed", { id: "refusals/passed", notes: ["A note."] }),
  result("failed", { id: "refusals/failed", findings }),
  result("failed", { id: "refusals/strict", requirement: SHOULD, findings }),
  result("warning", { id: "refusals/warning", requirement: SHOULD, findings }),
  result("noted", { id: "refusals/noted", requirement: INFO, findings }),
  result("accepted", { id: "refusals/accepted", findings, deviation: DEVIATION }),
  result("skipped", { id: "refusals/skipped", reason: "no second application" }),
];

const results = runResults(checks);

describe("the terminal", () => {
  const text = summary(results, "report/index.html", (_, plain) => plain);

  test("counts the results by level and outcome", () => {
    expect(text).toMatch(/checks +passed +failed +warning +noted +accepted +skipped\n/);
    expect(text).toMatch(/MUST +1 +1 +0 +0 +1 +1\n/);
    expect(text).toMatch(/SHOULD +0 +1 +1 +0 +0 +0\n/);
    expect(text).toMatch(/INFO +0 +0 +0 +1 +0 +0\n/);
  });

  test("leaves out the columns of outcomes that did not occur", () => {
    const quiet = summary(runResults([result("passed")]), "index.html", (_, plain) => plain);

    expect(quiet).toMatch(/checks +passed +failed +skipped\n/);
    expect(quiet).toContain("1 passed, 0 failed, 0 skipped in 1.2 s");
  });

  test("shows what is not met, the failures first", () => {
    expect(text).toMatch(/failed +MUST +refusals\/failed\n.*\n +expected {2}this\n/);
    expect(text).toMatch(/failed +SHOULD +refusals\/strict\n/);
    expect(text).toMatch(/warning +SHOULD +refusals\/warning\n/);
    expect(text.indexOf("refusals/strict")).toBeLessThan(text.indexOf("refusals/warning"));
  });

  test("shows the first findings of a failure, and how many more the report has", () => {
    const many = Array.from({ length: 5 }, (_, index) => ({ expected: `rule ${index + 1}`, seen: "200 OK", curl: "" }));
    const long = summary(runResults([result("failed", { findings: many })]), "index.html", (_, plain) => plain);

    expect(long).toMatch(/expected {2}rule 3\n +seen {6}200 OK\n +and 2 more \(see the report\)\n/);
    expect(long).not.toContain("rule 4");
  });

  test("shows known deviations, reasons for skips, and notes", () => {
    expect(text).toContain("accepted until 2027-03-31: fixed in March");
    expect(text).toMatch(/1 {2}no second application\n +refusals\/skipped/);
    expect(text).toContain("A note.");
  });

  test("says which deviations expire soon, and where they are tracked", () => {
    const deviation = { ...DEVIATION, until: "2026-01-04", ticket: "GW-12" };
    const soon = runResults([result("accepted", { id: "refusals/accepted", deviation })]);

    expect(text).not.toContain("expires");
    expect(summary(soon, "index.html", (_, plain) => plain)).toMatch(
      /refusals\/accepted\n +accepted until 2026-01-04, expires in 3 days: fixed in March\n +GW-12\n/,
    );
  });

  test("begins with what many failures have in common, and with its usual cause", () => {
    const busy = [{ expected: "this", seen: "429 without a body" }];
    const many = Array.from({ length: 33 }, (_, index) =>
      result("failed", { id: `refusals/${index}`, findings: busy }),
    );
    const crowded = summary(runResults([...many, ...checks]), "index.html", (_, plain) => plain);
    const skipped = [{ expected: "a result", seen: "skipped: there were too many (429, Retry-After: 1)" }];
    const limited = summary(
      runResults(many.map((check) => ({ ...check, findings: skipped }))),
      "index.html",
      (_, plain) => plain,
    );

    expect(crowded).toMatch(/most common\n +33 checks saw 429 Too Many Requests\n +The server limits the rate: /);
    expect(limited).toMatch(/33 checks saw skipped: .*\(429, Retry-After: 1\)\n +The server limits the rate: /);
    expect(crowded.indexOf("most common")).toBeLessThan(crowded.indexOf("not met"));
    expect(crowded).toContain("and 17 more (see the report)");
    expect(summary(runResults([result("failed")]), "index.html", (_, plain) => plain)).not.toContain("most common");
  });

  test("ends with the report, the verdict and the totals", () => {
    expect(text.trimEnd().split("\n").slice(-4)).toEqual([
      "  report          report/index.html",
      "",
      "  url does not conform: 2 checks failed",
      "  1 passed, 2 failed, 1 warning, 1 noted, 1 accepted, 1 skipped in 1.2 s",
    ]);
  });

  test("says whether tokens were issued only if that was checked", () => {
    expect(text).toContain("token request formats  JSON not checked, form not checked");
    const issued = runResults([
      result("passed", { id: "token-request/json" }),
      result("failed", { id: "token-request/form" }),
    ]);
    expect(summary(issued, "index.html", (_, plain) => plain)).toContain(
      "token request formats  JSON passed, form failed",
    );
  });

  test("shows a symbol for each result as it arrives", () => {
    let written = "";
    const progress = createProgress(
      (more) => {
        written += more;
      },
      (_, plain) => plain,
    );
    for (const check of [...checks, result("passed", { group: "bearer" })]) {
      progress.show(check);
    }
    progress.end();

    expect(written).toBe("  Refusals        ✓✗✗!i~-\n  Bearer          ✓\n");
  });

  test("breaks long lines of symbols below the first symbol", () => {
    let written = "";
    const progress = createProgress(
      (more) => {
        written += more;
      },
      (_, plain) => plain,
    );
    for (let count = 0; count < 61; count++) {
      progress.show(result("passed"));
    }

    expect(written).toBe(`  Refusals        ${"✓".repeat(60)}\n${" ".repeat(18)}✓`);
  });
});
