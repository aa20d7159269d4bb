import { html, raw } from "hono/html";
import { countByLevel } from "../run/count.ts";
import { type CheckResult, isBinding, type ReportedFinding, type RunResults } from "../run/results.ts";
import { STYLE } from "./style.ts";

type Html = ReturnType<typeof html>;

/** The results as one page that needs nothing else. */
export function htmlReport(results: RunResults): string {
  const { verdict, target, document } = results;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${target.name} ${verdict} – MicroBilt OAuth conformance</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>MicroBilt OAuth conformance</h1>
<p class="verdict ${verdict === "conforms" ? "passed" : "failed"}">${target.title} <strong>${verdict}</strong></p>
</header>
${overview(results)}
${levels(results)}
${failures(results)}
${groups(results)}
<footer>Document ${document.title} ${document.version}, SHA-256 <code>${document.digest}</code></footer>
</main>
</body>
</html>
`;
  return String(page);
}

function overview({ target, document, startedAt, duration, requests, strict }: RunResults): Html {
  return html`<dl>
<dt>Target</dt><dd>${target.title}, <code>${target.baseUrl}</code></dd>
<dt>Document</dt><dd>${document.title} ${document.version}</dd>
<dt>When</dt><dd><time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}</time>, ${(duration / 1000).toFixed(1)} s, ${requests} requests</dd>
<dt>Mode</dt><dd>${strict ? "strict: MUST and SHOULD count" : "MUST counts; a failed SHOULD is a warning"}</dd>
</dl>`;
}

function levels({ checks }: RunResults): Html {
  const rows = countByLevel(checks).map(
    ({ level, tally }) =>
      html`<tr><th scope="row">${level}</th><td>${tally.passed}</td><td>${tally.failed}</td><td>${tally.skipped}</td></tr>`,
  );
  return html`<section><h2>Checks by level</h2>
<table class="levels"><thead><tr><th scope="col">Level</th><th scope="col">passed</th><th scope="col">failed</th><th scope="col">skipped</th></tr></thead>
<tbody>${rows}</tbody></table></section>`;
}

function failures(results: RunResults): Html {
  const failed = results.checks.filter(({ outcome }) => outcome === "failed");
  if (failed.length === 0) {
    return html``;
  }
  return html`<section><h2>What is not as required</h2>${failed.map((check) => card(check, results.strict))}</section>`;
}

function groups({ checks, strict }: RunResults): Html[] {
  return [...new Set(checks.map(({ group }) => group))].map((group) => {
    const members = checks.filter((check) => check.group === group && check.outcome !== "failed");
    const heading = group.replace("-", " ");
    return members.length === 0
      ? html``
      : html`<section><h2>${heading.charAt(0).toUpperCase() + heading.slice(1)}</h2>${members.map((check) => card(check, strict))}</section>`;
  });
}

function card(check: CheckResult, strict: boolean): Html {
  const { requirement, outcome } = check;
  const isWarning = outcome === "failed" && !isBinding(requirement.level, strict);
  const shown = isWarning ? (requirement.level === "INFO" ? "noted" : "warning") : outcome;
  return html`<article id="${check.id}" class="${shown}">
<h3><span class="outcome">${shown}</span> ${check.title}</h3>
<p class="requirement"><span class="level">${requirement.level}</span> ${requirement.url ? html`<a href="${requirement.url}">${requirement.title}</a>` : requirement.title} <code>${requirement.pointer ?? ""}</code></p>
<p class="requirement"><code>${check.id}</code></p>
${check.reason ? html`<p class="reason">${check.reason}</p>` : ""}
${check.findings.map(evidence)}
</article>`;
}

function evidence({ expected, seen, curl }: ReportedFinding): Html {
  return html`<dl class="finding"><dt>expected</dt><dd><code>${expected}</code></dd><dt>seen</dt><dd><code>${seen}</code></dd></dl>
${curl ? html`<details><summary>Send it again</summary><pre><code>${curl}</code></pre></details>` : ""}`;
}
