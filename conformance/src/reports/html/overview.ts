import { html } from "hono/html";
import { LEVELS } from "../../requirement.ts";
import { OUTCOMES, type Outcome, type RunResults } from "../../run/results.ts";
import { count } from "../../run/verdict.ts";
import { describeExpiry, expiringSoon } from "../content/expiry.ts";
import { type Html, plural } from "./html.ts";

/** The outcomes that are shown even if no result has them. */
const ALWAYS_SHOWN: readonly Outcome[] = ["passed", "failed", "skipped"];

/** The verdict, the counts, and what was checked. */
export function overview(results: RunResults): Html {
  const { verdict, target, checks } = results;
  const total = count(checks);
  const shown = OUTCOMES.filter((outcome) => ALWAYS_SHOWN.includes(outcome) || total[outcome] > 0);
  return html`<header>
<p class="product">MicroBilt OAuth conformance</p>
<h1 class="${verdict.conforms ? "passed" : "failed"}"><span class="icon" aria-hidden="true">${verdict.conforms ? "✓" : "✗"}</span> <span>${target.name} <strong>${verdict.text}</strong></span></h1>
<ul class="tiles">${shown.map((outcome) => tile(outcome, total[outcome]))}</ul>
${expiryNotice(results)}
<div class="about">${facts(results)}${countTable(results, shown)}</div>
</header>`;
}

function tile(outcome: Outcome, number: number): Html {
  const content = html`<b>${number}</b> ${outcome === "warning" && number !== 1 ? "warnings" : outcome}`;
  return html`<li class="${outcome}${number === 0 ? " none" : ""}">${number > 0 ? html`<a href="#${outcome}">${content}</a>` : html`<span>${content}</span>`}</li>`;
}

function expiryNotice(results: RunResults): Html | "" {
  const soon = expiringSoon(results);
  return soon.length === 0
    ? ""
    : html`<div class="notice"><p><b>${plural(soon.length, "known deviation")} ${soon.length === 1 ? "expires" : "expire"} soon.</b> After that, the failure counts.</p>
<ul>${soon.map(({ check, days }) => html`<li><a href="#${check.id}"><code>${check.id}</code></a> ${describeExpiry(days)}</li>`)}</ul></div>`;
}

function facts({
  target,
  document,
  startedAt,
  duration,
  requests,
  strict,
  requireAll,
  seed,
  selection,
  ...rest
}: RunResults): Html {
  const rules = [
    strict
      ? "a MUST or a SHOULD that is not met fails the run"
      : "a MUST that is not met fails the run; a SHOULD is a warning",
    ...(requireAll ? ["a MUST that is not checked fails the run"] : []),
  ];
  const selected = [
    ...selection.only.map((pattern) => `--only ${pattern}`),
    ...selection.skip.map((pattern) => `--skip ${pattern}`),
    ...(selection.level === "INFO" ? [] : [`--level ${selection.level}`]),
  ];
  return html`<dl class="facts">
<dt>Target</dt><dd>${target.title}${target.baseUrl === undefined ? "" : html`<br><code>${target.baseUrl}</code>`}</dd>
<dt>Document</dt><dd>${document.title} ${document.version}</dd>
<dt>Started</dt><dd><time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}</time></dd>
<dt>Run</dt><dd>${(duration / 1000).toFixed(1)} s, ${plural(requests, "request")}, seed ${seed}</dd>
<dt>Checks</dt><dd>${selected.length === 0 ? "all" : html`<code>${selected.join(" ")}</code>`}</dd>
<dt>Rules</dt><dd>${rules.join("; ")}</dd>
${rest.incomplete === undefined ? "" : html`<dt>Ended early</dt><dd>${rest.incomplete}</dd>`}
</dl>`;
}

function countTable({ counts }: RunResults, columns: readonly Outcome[]): Html {
  return html`<div class="table" tabindex="0" role="region" aria-label="Results by level"><table><caption>Results by level</caption>
<thead><tr><th scope="col">Level</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${LEVELS.map((level) => html`<tr><th scope="row">${level}</th>${columns.map((outcome) => cell(outcome, counts[level][outcome]))}</tr>`)}</tbody></table></div>`;
}

function cell(outcome: Outcome, number: number): Html {
  return html`<td class="${number > 0 ? outcome : "none"}">${number}</td>`;
}
