import { html, raw } from "hono/html";
import { GROUP_TITLES, type Group } from "../../check.ts";
import { LEVELS } from "../../requirement.ts";
import { type CheckResult, OUTCOMES, type Outcome, type RunResults } from "../../run/results.ts";
import { count } from "../../run/verdict.ts";
import { type Html, resultCard } from "./result-card.ts";
import { STYLESHEET } from "./stylesheet.ts";

/** The results as one page that loads nothing and needs no script. */
export function htmlReport(results: RunResults): string {
  const { verdict, target, document } = results;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${target.name} ${verdict.text} – MicroBilt OAuth conformance</title>
<style>${raw(STYLESHEET)}</style>
</head>
<body>
<main>
<header>
<h1>MicroBilt OAuth conformance</h1>
<p class="verdict ${verdict.conforms ? "passed" : "failed"}">${target.title} <strong>${verdict.text}</strong></p>
</header>
${overview(results)}
${tables(results)}
${unmet(results)}
${groups(results)}
<footer>Document ${document.title} ${document.version}, SHA-256 <code>${document.digest}</code></footer>
</main>
</body>
</html>
`;
  return String(page);
}

function overview({ target, document, startedAt, duration, requests, strict, requireAll, seed }: RunResults): Html {
  const rules = [
    strict
      ? "a MUST or a SHOULD that is not met fails the run"
      : "a MUST that is not met fails the run, a SHOULD is a warning",
    ...(requireAll ? ["a MUST that is not checked fails the run"] : []),
  ];
  return html`<dl>
<dt>Target</dt><dd>${target.title}${target.baseUrl === undefined ? "" : html`, <code>${target.baseUrl}</code>`}</dd>
<dt>Document</dt><dd>${document.title} ${document.version}</dd>
<dt>Started</dt><dd><time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/\.\d+Z$/, " UTC")}</time></dd>
<dt>Run</dt><dd>${(duration / 1000).toFixed(1)} s, ${requests} requests, seed ${seed}</dd>
<dt>Rules</dt><dd>${rules.join("; ")}</dd>
</dl>`;
}

type Row = readonly [name: Html, counts: Readonly<Record<Outcome, number>>];

function tables({ checks, counts }: RunResults): Html {
  const byGroup = byGroupOf(checks).map(
    ([group, members]): Row => [html`<a href="#${group}">${GROUP_TITLES[group]}</a>`, count(members)],
  );
  const byLevel = LEVELS.map((level): Row => [html`${level}`, counts[level]]);
  const total = count(checks);
  const columns = OUTCOMES.filter(
    (outcome) => outcome === "passed" || outcome === "failed" || outcome === "skipped" || total[outcome] > 0,
  );
  return html`<section class="tables">${table("Level", columns, byLevel)}${table("Group", columns, byGroup)}</section>`;
}

function table(title: string, columns: readonly Outcome[], rows: readonly Row[]): Html {
  return html`<div class="table"><table><thead><tr><th scope="col">${title}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([name, counts]) => html`<tr><th scope="row">${name}</th>${columns.map((column) => cell(column, counts[column]))}</tr>`)}</tbody></table></div>`;
}

function cell(outcome: Outcome, number: number): Html {
  return html`<td class="${number > 0 ? outcome : ""}">${number}</td>`;
}

/** The failures that fail the run come first. */
function unmet({ checks }: RunResults): Html[] {
  const sections: readonly (readonly [title: string, outcome: Outcome])[] = [
    ["Failed", "failed"],
    ["Warnings", "warning"],
    ["Noted", "noted"],
    ["Known deviations", "accepted"],
  ];
  return sections.flatMap(([title, wanted]) => {
    const cards = checks.filter(({ outcome }) => outcome === wanted).map(resultCard);
    return cards.length > 0 ? [html`<section><h2>${title}</h2>${cards}</section>`] : [];
  });
}

/** The checks that passed or were skipped; the others are listed above. */
function groups({ checks }: RunResults): Html[] {
  return byGroupOf(checks).map(([group, all]) => {
    const members = all.filter(({ outcome }) => outcome === "passed" || outcome === "skipped");
    const above = all.length - members.length;
    return html`<section><h2 id="${group}">${GROUP_TITLES[group]}</h2>
${above > 0 ? html`<p class="requirement">${above} more above.</p>` : ""}
${members.map(resultCard)}</section>`;
  });
}

function byGroupOf(checks: readonly CheckResult[]): [Group, CheckResult[]][] {
  return [...Map.groupBy(checks, ({ group }) => group)];
}
