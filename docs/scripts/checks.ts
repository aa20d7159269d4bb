import { type Check, catalogue, type Requirement, requirementAt, type Spec } from "@microbilt-oauth/conformance";
import { html, raw } from "hono/html";
import { STYLE } from "./style.ts";

type Html = ReturnType<typeof html>;

/** The catalogue of checks as one page that needs nothing else. */
export function checksPage(spec: Spec): string {
  const groups = [...Map.groupBy(catalogue(spec), ({ id }) => id.split("/")[0] ?? "")];
  const count = groups.reduce((sum, [, checks]) => sum + checks.length, 0);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is checked – MicroBilt OAuth conformance</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<p><a href="index.html">API reference</a></p>
<h1>What is checked</h1>
<p>${count} checks of a server, from the <a href="index.html">${spec.document.info.title} document</a> ${spec.document.info.version}
and the standards around it. <b>MUST</b> is documented by MicroBilt, <b>SHOULD</b> is asked for by a standard, <b>INFO</b> was seen in practice.</p>
<nav>${groups.map(([group, checks]) => html`<a href="#${group}">${inWords(group)}</a> ${checks.length} `)}</nav>
${groups.map(([group, checks]) => section(group, checks, spec))}
</main>
</body>
</html>
`;
  return String(page);
}

function section(group: string, checks: readonly Check[], { document }: Spec): Html {
  return html`<section><h2 id="${group}">${inWords(group)}</h2>
${checks.map((check) => entry(check, requirementAt(document, check.requirement)))}</section>`;
}

function entry({ id, title, needs = [] }: Check, { level, title: source, url, text, pointer }: Requirement): Html {
  return html`<article id="${id}">
<h3><span class="${level}">${level}</span> ${title}</h3>
<p>${url ? html`<a href="${url}">${source}</a>` : source}${text ? html`: <q>${text}</q>` : ""}</p>
<p><code>${id}</code>${pointer ? html` · <code>${pointer}</code>` : ""}${needs.length > 0 ? html` · needs ${needs.join(", ")}` : ""}</p>
</article>`;
}

function inWords(group: string): string {
  const words = group.replace("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
