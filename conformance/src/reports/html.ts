import { html, raw } from "hono/html";
import { count, countByLevel, type Tally } from "../run/count.ts";
import { type CheckResult, isBinding, type ReportedFinding, type RunResults } from "../run/results.ts";
import { STYLE } from "./stylesheet.ts";

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
${tallies(results)}
${failures(results)}
${groups(results)}
<footer>Document ${document.title} ${document.version}, SHA-256 <code>${document.digest}</code></footer>
</main>
</body>
</html>
`;
  return String(page);
}

function overview({ target, document, startedAt, duration, requests, strict, seed }: RunResults): Html {
  return html`<dl>
<dt>Target</dt><dd>${target.title}, <code>${target.baseUrl}</code></dd>
<dt>Document</dt><dd>${document.title} ${document.version}</dd>
<dt>When</dt><dd><time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}</time>, ${(duration / 1000).toFixed(1)} s, ${requests} requests, seed ${seed}</dd>
<dt>Mode</dt><dd>${strict ? "strict: MUST and SHOULD count" : "MUST counts; a failed SHOULD is a warning"}</dd>
</dl>`;
}

function tallies({ checks }: RunResults): Html {
  const byGroup = [...Map.groupBy(checks, ({ group }) => group)].map(
    ([group, members]) => [html`<a href="#${group}">${inWords(group)}</a>`, count(members)] as const,
  );
  const byLevel = countByLevel(checks).map(({ level, tally }) => [html`${level}`, tally] as const);
  return html`<section class="tallies">${table("Level", byLevel)}${table("Group", byGroup)}</section>`;
}

function table(title: string, rows: readonly (readonly [Html, Tally])[]): Html {
  return html`<table><thead><tr><th scope="col">${title}</th><th scope="col">passed</th><th scope="col">failed</th><th scope="col">skipped</th></tr></thead>
<tbody>${rows.map(
    ([name, tally]) =>
      html`<tr><th scope="row">${name}</th><td>${tally.passed}</td><td class="${tally.failed > 0 ? "failed" : ""}">${tally.failed}</td><td>${tally.skipped}</td></tr>`,
  )}</tbody></table>`;
}

function failures({ checks, strict }: RunResults): Html {
  const failed = checks.filter(({ outcome, deviation }) => outcome === "failed" && !deviation);
  const accepted = checks.filter(({ deviation }) => deviation);
  return html`${
    failed.length > 0
      ? html`<section><h2>What is not as required</h2>${failed.map((check) => card(check, strict))}</section>`
      : ""
  }${
    accepted.length > 0
      ? html`<section><h2>Known deviations</h2>${accepted.map((check) => card(check, strict))}</section>`
      : ""
  }`;
}

/** What failed stands above; here is the rest. */
function groups({ checks, strict }: RunResults): Html[] {
  return [...Map.groupBy(checks, ({ group }) => group)].map(([group, all]) => {
    const members = all.filter(({ outcome }) => outcome !== "failed");
    const failed = all.length - members.length;
    return html`<section><h2 id="${group}">${inWords(group)}</h2>
${failed > 0 ? html`<p class="requirement">${failed} more above.</p>` : ""}
${members.map((check) => card(check, strict))}</section>`;
  });
}

function card(check: CheckResult, strict: boolean): Html {
  const { id, title, requirement, outcome, reason, deviation, findings, notes } = check;
  const shown = outcome === "failed" ? kindOf(check, strict) : outcome;
  return html`<article id="${id}" class="${shown}">
<h3><span class="outcome">${shown}</span> ${title}</h3>
<p class="requirement"><span class="level">${requirement.level}</span> ${requirement.url ? html`<a href="${requirement.url}">${requirement.title}</a>` : requirement.title}${requirement.text ? html`: <q>${requirement.text}</q>` : ""}</p>
<p class="requirement"><code>${id}</code>${requirement.pointer ? html` · <code>${requirement.pointer}</code>` : ""}</p>
${reason ? html`<p class="reason">${reason}</p>` : ""}
${deviation ? html`<p class="reason">Accepted until ${deviation.until}: ${deviation.reason}</p>` : ""}
${notes.map((note) => html`<p class="reason">${note}</p>`)}
${findings.map(evidence)}
</article>`;
}

/** A failure that does not count is a warning, or only noted. */
function kindOf(check: CheckResult, strict: boolean): string {
  if (isBinding(check, strict)) {
    return "failed";
  }
  if (check.deviation) {
    return "accepted";
  }
  return check.requirement.level === "INFO" ? "noted" : "warning";
}

function evidence({ expected, seen, curl }: ReportedFinding): Html {
  return html`<dl class="finding"><dt>expected</dt><dd><code>${expected}</code></dd><dt>seen</dt><dd><code>${seen}</code></dd></dl>
${curl ? html`<details><summary>Send it again</summary><pre><code>${curl}</code></pre></details>` : ""}`;
}

function inWords(group: string): string {
  const words = group.replace("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
