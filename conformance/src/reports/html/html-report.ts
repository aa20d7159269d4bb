import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { RunResults } from "../../run/results.ts";
import { overview } from "./overview.ts";
import { replaySetup } from "./replay-setup.ts";
import { SCRIPT } from "./script.ts";
import { sections } from "./sections.ts";
import { STYLESHEET } from "./stylesheet.ts";
import { toolbar } from "./toolbar.ts";

/** The only style and script that the page may use, and nothing that it may load or send. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLESHEET)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The results as one page that loads nothing. Its script adds filters and buttons; the page works without it. */
export function htmlReport(results: RunResults): string {
  const { verdict, target, document, environment } = results;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${target.name} ${verdict.text} – MicroBilt OAuth conformance</title>
<style>${raw(STYLESHEET)}</style>
</head>
<body>
<a class="skip-link" href="#results">Skip to the results</a>
${overview(results)}
<main id="results">
${replaySetup(results)}
${toolbar(results)}
${sections(results)}
</main>
<footer>
<p>${document.title} ${document.version}, SHA-256 <code>${document.digest}</code></p>
<p>Suite ${environment.suite}, Node ${environment.node}, ${environment.platform}</p>
</footer>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`;
  return String(page);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
