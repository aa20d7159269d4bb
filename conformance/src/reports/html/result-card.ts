import { STATUS_CODES } from "node:http";
import { html } from "hono/html";
import type { Requirement } from "../../requirement.ts";
import type { CheckResult, KnownDeviation, ReportedExchange, ReportedFinding } from "../../run/results.ts";
import { daysLeft, describeExpiry } from "../content/expiry.ts";
import { codeWithCopy } from "./code-with-copy.ts";
import type { Html } from "./html.ts";

/** A result that is not met: the requirement, its source, what was seen instead, and how to see it again. */
export function resultCard(check: CheckResult, startedAt: string): Html {
  const { id, title, requirement, outcome, reason, deviation, findings, notes } = check;
  return html`<article id="${id}" class="card ${outcome}" data-outcome="${outcome}" data-level="${requirement.level}">
<h4>${title}</h4>
<p class="meta"><span class="pill ${requirement.level}">${requirement.level}</span> <span class="pill ${outcome}">${outcome}</span> <a class="id" href="#${id}"><code>${id}</code></a></p>
${source(requirement)}
${reason ? html`<p class="reason">${reason}</p>` : ""}
${deviation ? deviationNote(deviation, startedAt) : ""}
${notes.map((note) => html`<p class="reason">${note}</p>`)}
${findings.map(evidence)}
</article>`;
}

/** A result that needs no attention, in one row. */
export function resultRow({ id, title, requirement, outcome, notes }: CheckResult): Html {
  return html`<article id="${id}" class="row ${outcome}" data-outcome="${outcome}" data-level="${requirement.level}">
<span class="pill ${requirement.level}">${requirement.level}</span>
<div><h3>${title}</h3><p class="meta"><a class="id" href="#${id}"><code>${id}</code></a> ${sourceTitle(requirement)}</p>${notes.map((note) => html`<p class="reason">${note}</p>`)}</div>
</article>`;
}

function source(requirement: Requirement): Html {
  const { text, pointer } = requirement;
  return html`<p class="source">${sourceTitle(requirement)}${text ? html`: <q>${text}</q>` : ""}${pointer ? html` <code>${pointer}</code>` : ""}</p>`;
}

function sourceTitle({ url, title }: Requirement): Html {
  return url ? html`<a href="${url}" rel="noreferrer">${title}</a>` : html`${title}`;
}

function deviationNote({ reason, until, ticket, sometimes }: KnownDeviation, startedAt: string): Html {
  const days = daysLeft({ until }, startedAt);
  return html`<p class="reason"><b>Known deviation</b>, accepted until ${until} (${describeExpiry(days)}): ${reason}${sometimes ? ", sometimes" : ""}${ticket ? html` · ${ticketLink(ticket)}` : ""}</p>`;
}

/** A ticket may be an address or only a number. */
function ticketLink(ticket: string): Html {
  return /^https?:\/\//.test(ticket) ? html`<a href="${ticket}" rel="noreferrer">${ticket}</a>` : html`${ticket}`;
}

function evidence({ expected, seen, curl, noCommand, exchange }: ReportedFinding): Html {
  return html`<div class="finding"><dl><div><dt>Expected</dt><dd>${expected}</dd></div><div class="seen"><dt>Seen</dt><dd>${seen}</dd></div></dl>
${exchange?.response ? responseDetails(exchange.response) : ""}
${curl ? html`<details><summary>Send the request again</summary>${codeWithCopy(curl)}</details>` : ""}
${noCommand ? html`<p class="reason">${noCommand}</p>` : ""}</div>`;
}

function responseDetails({ status, headers, body }: NonNullable<ReportedExchange["response"]>): Html {
  const lines = [
    [status, STATUS_CODES[status]].filter(Boolean).join(" "),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? ["", body] : []),
  ];
  return html`<details><summary>Response</summary>${codeWithCopy(lines.join("\n"))}</details>`;
}
