import {
  allRequirements,
  catalogue,
  describeCounts,
  type Spec,
  type TracedSource,
  type TracedStatement,
} from "@microbilt-oauth/conformance";
import { isRfcSection, rfcTitle } from "@microbilt-oauth/spec";
import { html, raw } from "hono/html";
import { PAGE_STYLE } from "./page-style.ts";
import { REQUIREMENTS_STYLE } from "./requirements-style.ts";
import { anchorOf } from "./statement-anchor.ts";

type Html = ReturnType<typeof html>;

/** A row shows this many checks, or their number and the checks on demand. */
const MOST_CHECKS_AT_ONCE = 6;

/** Renders the table from requirements to checks as one page that loads nothing. */
export function requirementsPage(spec: Spec): string {
  const sources = allRequirements(spec);
  const statements = sources.flatMap((source) => source.statements);
  const { title, version } = spec.document.info;
  // The page of checks has those of servers only.
  const linked = new Set<string>(catalogue(spec).map(({ id }) => id));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Requirements and their checks – ${title}</title>
<style>${raw(PAGE_STYLE)}${raw(REQUIREMENTS_STYLE)}</style>
</head>
<body>
<main>
<p><a href="index.html">API reference</a> · <a href="checks.html">Conformance checks</a></p>
<h1>Requirements and their checks</h1>
<p>This page lists what MicroBilt's documentation and the standards require of a token endpoint of the client credentials
grant, and of an API that accepts bearer tokens. Each statement has the checks of the conformance suite that verify it, or
the reason why it has none. It follows from version ${version} of the <a href="index.html">${title} document</a>:
<b>${describeCounts(statements)}</b>.</p>
<p>The keyword is that of the source; <i>defines</i> means that the section has no keyword. A check counts as <b>MUST</b>
where MicroBilt documents the requirement, as <b>SHOULD</b> where a standard specifies it, whatever its keyword, and as
<b>INFO</b> where it was only observed in practice.</p>
<nav aria-label="Sources"><ul>${sources.map(navigationItem)}</ul></nav>
<p class="filter"><label><input type="checkbox" id="only-unchecked" autocomplete="off"> Show only statements without a check</label></p>
${sources.map((source) => section(source, linked))}
</main>
</body>
</html>
`;
  return String(page);
}

function navigationItem({ id, title, statements }: TracedSource): Html {
  return html`<li><a href="#${id}">${title}</a> ${statements.length}</li>`;
}

/** The roles keep the table a table where a narrow screen shows it as blocks. */
function section({ id, title, standard, statements }: TracedSource, linked: ReadonlySet<string>): Html {
  const places = statements.map(({ place }) => place);
  return html`<section>
<h2 id="${id}">${title}${standard ? html` <small>${standard}</small>` : ""}</h2>
<p class="counts">${describeCounts(statements)}</p>
<table role="table" aria-labelledby="${id}">
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col">${standard ? "Section" : "Place"}</th>
<th role="columnheader" scope="col">Keyword</th>
<th role="columnheader" scope="col">Statement</th>
<th role="columnheader" scope="col">Checks</th>
</tr></thead>
<tbody role="rowgroup">
${statements.map((statement, index) => row(statement, places.indexOf(statement.place) === index, linked))}
</tbody>
</table>
</section>`;
}

/** The first row of a place has its anchor. */
function row(statement: TracedStatement, isFirst: boolean, linked: ReadonlySet<string>): Html {
  const { place, url, keyword = "defines", text, checks, unchecked } = statement;
  const name = isRfcSection(place) ? rfcTitle(place).replace(/^.*section /, "") : place;
  return html`<tr role="row"${unchecked === undefined ? "" : raw(' class="unchecked"')}${isFirst ? html` id="${anchorOf(place)}"` : ""}>
<td role="cell" class="place">${url ? html`<a href="${url}" aria-label="${isRfcSection(place) ? rfcTitle(place) : place}">${name}</a>` : html`<code>${name}</code>`}</td>
<td role="cell" class="keyword ${keyword.split(" ")[0] ?? ""}">${keyword}</td>
<td role="cell">${text}</td>
<td role="cell">${unchecked === undefined ? checkList(checks, linked) : html`<b>No check.</b> ${unchecked}`}</td>
</tr>
`;
}

function checkList(checks: readonly string[], linked: ReadonlySet<string>): Html {
  const list = html`<ul>${checks.map((id) => html`<li>${checkLink(id, linked)}</li>`)}</ul>`;
  return checks.length <= MOST_CHECKS_AT_ONCE
    ? list
    : html`<details><summary>${checks.length} checks</summary>${list}</details>`;
}

function checkLink(id: string, linked: ReadonlySet<string>): Html {
  return linked.has(id) ? html`<a href="checks.html#${id}"><code>${id}</code></a>` : html`<code>${id}</code>`;
}
