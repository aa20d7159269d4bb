import { html } from "hono/html";
import type { Requirement } from "../../requirement.ts";
import type { CheckResult, ReportedFinding } from "../../run/results.ts";

/** A part of the page, with everything in it escaped. */
export type Html = ReturnType<typeof html>;

/** One result: the requirement, its source, and what was seen instead. */
export function resultCard({ id, title, requirement, outcome, reason, deviation, findings, notes }: CheckResult): Html {
  return html`<article id="${id}" class="${outcome}">
<h3><span class="outcome">${outcome}</span> ${title}</h3>
<p class="requirement"><span class="level">${requirement.level}</span> ${source(requirement)}${requirement.text ? html`: <q>${requirement.text}</q>` : ""}</p>
<p class="requirement"><code>${id}</code>${requirement.pointer ? html` · <code>${requirement.pointer}</code>` : ""}</p>
${reason ? html`<p class="reason">${reason}</p>` : ""}
${deviation ? html`<p class="reason">Known deviation, accepted until ${deviation.until}: ${deviation.reason}</p>` : ""}
${notes.map((note) => html`<p class="reason">${note}</p>`)}
${findings.map(evidence)}
</article>`;
}

function source({ url, title }: Requirement): Html {
  return url ? html`<a href="${url}">${title}</a>` : html`${title}`;
}

function evidence({ expected, seen, curl }: ReportedFinding): Html {
  return html`<dl class="finding"><dt>expected</dt><dd><code>${expected}</code></dd><dt>seen</dt><dd><code>${seen}</code></dd></dl>
${curl ? html`<details><summary>Send the request again</summary><pre><code>${curl}</code></pre></details>` : ""}`;
}
