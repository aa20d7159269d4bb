import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { htmlReport } from "../../src/reports/html/html-report.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { DEVIATION, INFO, result, runResults, SHOULD } from "../support/results.ts";

const NASTY = `<script>alert("&")</script><img src=x onerror=alert(1)> ]]> \u{1F600}`;
const exchange = {
  request: { method: "POST", url: "http://127.0.0.1/", headers: {} },
  response: { status: 429, headers: { "x-nasty": NASTY }, body: NASTY },
};
const findings = [{ expected: "this", seen: NASTY, curl: `curl '${NASTY}'`, exchange }];

/** One result of each outcome. Under --strict, a SHOULD that is not met is "failed": the page must not tell it apart. */
const checks: readonly CheckResult[] = [
  result("skipped", { id: "refusals/skipped", reason: "no second application" }),
  result("passed", { id: "refusals/passed", notes: ["A note."] }),
  result("accepted", { id: "refusals/accepted", findings, deviation: { ...DEVIATION, ticket: "https://issues/1" } }),
  result("noted", { id: "refusals/noted", requirement: INFO, findings }),
  result("warning", { id: "refusals/warning", requirement: SHOULD, findings }),
  result("failed", { id: "refusals/strict", requirement: SHOULD, findings }),
  result("failed", { id: "refusals/failed", findings }),
];
const page = htmlReport(runResults(checks));

describe("the page", () => {
  test("shows what the server sent as text", () => {
    expect(page).not.toMatch(/<script>alert|<img/);
    expect(page).toContain("&lt;script&gt;alert");
  });

  test("loads nothing, and its policy allows only its own style and script", () => {
    const contentOf = (tag: string) =>
      [...page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))].map(([, text = ""]) => text);
    const hashes = [...contentOf("style"), ...contentOf("script")].map(
      (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
    );

    expect(hashes).toHaveLength(2);
    expect(page).toContain(
      `content="default-src 'none'; style-src ${hashes[0]}; script-src ${hashes[1]}; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<(?:link|img|iframe|object|embed)\b|@import|url\(|\s(?:on\w+|style)="/);
  });

  test("shows each result once, with its outcome and level", () => {
    for (const { id, outcome, requirement } of checks) {
      expect(page.split(`id="${id}"`)).toHaveLength(2);
      expect(page).toMatch(
        new RegExp(`id="${id}" class="\\w+ ${outcome}" data-outcome="${outcome}" data-level="${requirement.level}"`),
      );
    }
  });

  test("lists failures first, those of a MUST before the others, and what passed last", () => {
    const order = ["failed", "strict", "warning", "noted", "accepted", "skipped", "passed"];
    const places = order.map((name) => page.indexOf(`id="refusals/${name}"`));

    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("says whether the target conforms", () => {
    expect(page).toContain("<strong>does not conform: 2 checks failed</strong>");
    expect(htmlReport(runResults([result("passed")]))).toContain(
      "<strong>conforms as far as checked: 1 of 3 MUST checks ran</strong>",
    );
  });

  test("shows the header section and the body of the response, and a curl command", () => {
    expect(page).toMatch(/429 Too Many Requests\nx-nasty: &lt;script&gt;.*\n\n&lt;script&gt;/);
    expect(page).toContain("curl &#39;&lt;script&gt;");
  });

  test("groups failures by what was seen", () => {
    const busy = [{ expected: "this", seen: '429 with the body {"id":"4bf92f3577b34da6a3ce929d0e0e4736"}' }];
    const many = Array.from({ length: 33 }, (_, index) =>
      result("failed", { id: `refusals/${index}`, findings: busy }),
    );
    const grouped = htmlReport(runResults([...many, result("failed", { id: "refusals/other" })]));

    expect(grouped).toContain("<summary><b>33 checks</b> saw <code>429 Too Many Requests</code></summary>");
    expect(grouped.indexOf('id="refusals/32"')).toBeLessThan(grouped.indexOf('id="refusals/other"'));
  });

  test("says how to get an access token, if a command needs one", () => {
    expect(page).toContain("<code>export MICROBILT_CLIENT_SECRET=&#39;…&#39;\nACCESS_TOKEN=$(curl)</code>");
    expect(htmlReport(runResults([result("passed")]))).not.toContain("ACCESS_TOKEN");
  });

  test("says which known deviations expire soon, and where they are tracked", () => {
    expect(page).not.toContain("expires soon");
    expect(page).toContain('<a href="https://issues/1" rel="noreferrer">https://issues/1</a>');
    expect(page).toContain("accepted until 2027-03-31 (expires in 454 days): fixed in March");
    const soon = htmlReport(runResults(checks, { startedAt: "2027-03-30T23:00:00.000Z" }));
    expect(soon).toContain("<b>1 known deviation expires soon.</b>");
    expect(soon).toContain('<a href="#refusals/accepted"><code>refusals/accepted</code></a> expires in 1 day');
  });

  test("has no link that runs a script", () => {
    const deviation = { ...DEVIATION, ticket: "javascript:alert(1)" };

    expect(htmlReport(runResults([result("accepted", { deviation })]))).not.toContain('href="javascript:');
  });

  test("hides what needs a script until the script runs", () => {
    expect(page).toMatch(/<form class="toolbar" [^>]* hidden>/);
    expect(page).not.toMatch(/<button type="button" class="copy">/);
  });
});
