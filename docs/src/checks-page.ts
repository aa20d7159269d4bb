import {
  allRequirements,
  type Check,
  catalogue,
  GROUP_TITLES,
  type Group,
  type Place,
  type Requirement,
  requirementAt,
  type Spec,
} from "@microbilt-oauth/conformance";
import { html, raw } from "hono/html";
import { PAGE_STYLE } from "./page-style.ts";
import { anchorOf } from "./statement-anchor.ts";

type Html = ReturnType<typeof html>;

/** Renders the catalogue of checks as one page that loads nothing. */
export function checksPage(spec: Spec): string {
  const places = placesByCheck(spec);
  const groups = [...Map.groupBy(catalogue(spec), groupOf)];
  const count = groups.reduce((sum, [, checks]) => sum + checks.length, 0);
  const { title, version } = spec.document.info;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conformance checks – ${title}</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<main>
<p><a href="index.html">API reference</a> · <a href="requirements.html">Requirements and their checks</a></p>
<h1>Conformance checks</h1>
<p>The conformance suite has ${count} checks for a server. They follow from the <a href="index.html">${title} document</a>,
version ${version}, and from the standards it builds on. The level of a check depends on its source: <b>MUST</b> if MicroBilt
documents the requirement, <b>SHOULD</b> if a standard specifies it, <b>INFO</b> if it was only observed in practice.
<a href="requirements.html">Another page</a> lists all requirements, also those without a check.</p>
<nav aria-label="Groups">${groups.map(([group, checks]) => html`<span><a href="#${group}">${GROUP_TITLES[group]}</a> ${checks.length}</span>`)}</nav>
${groups.map(([group, checks]) => section(group, checks, spec, places))}
</main>
</body>
</html>
`;
  return String(page);
}

function section(group: Group, checks: readonly Check[], { document }: Spec, places: PlacesByCheck): Html {
  return html`<section><h2 id="${group}">${GROUP_TITLES[group]}</h2>
${checks.map((check) => article(check, requirementAt(document, check.requirement), places))}</section>`;
}

function article(
  { id, title, needs = [] }: Check,
  { level, title: source, url, text, pointer }: Requirement,
  places: PlacesByCheck,
): Html {
  const [place] = places.get(id) ?? [];
  return html`<article id="${id}">
<h3><span class="${level}">${level}</span> ${title}</h3>
<p>${url ? html`<a href="${url}">${source}</a>` : source}${text ? html`: <q>${text}</q>` : ""}</p>
<p><code>${id}</code>${pointer ? html` · <code>${pointer}</code>` : ""}${needs.length > 0 ? html` · needs ${needs.join(", ")}` : ""}${place ? html` · <a href="requirements.html#${anchorOf(place)}">in the requirements</a>` : ""}</p>
</article>`;
}

type PlacesByCheck = ReadonlyMap<string, readonly Place[]>;

/** The places of the statements to which each check belongs. */
function placesByCheck(spec: Spec): PlacesByCheck {
  const pairs = allRequirements(spec).flatMap(({ statements }) =>
    statements.flatMap(({ place, checks }) => checks.map((id) => ({ id, place }))),
  );
  return new Map([...Map.groupBy(pairs, ({ id }) => id)].map(([id, found]) => [id, found.map(({ place }) => place)]));
}

/** A check's id starts with its group. */
function groupOf({ id }: Check): Group {
  return id.slice(0, id.indexOf("/")) as Group;
}
