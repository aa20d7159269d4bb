/** Forbids the page to load anything or to report to anyone. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'none'">`;

/** Keeps a name in code together in a narrow table, which scrolls instead. */
const STYLE = "<style>.md-table-wrapper .md code { white-space: nowrap; }</style>";

/** The only images that Redoc loads from elsewhere: its logo, and a small one. */
const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(?:-full)?\.svg/g;

/** Makes the page that Redocly renders work offline. */
export function finishReferencePage(html: string): string {
  return html
    .replace("<head>", `<head>\n  ${POLICY}\n  ${STYLE}`)
    .replaceAll(LOGO, "data:,")
    .replaceAll("API docs by", "API docs by Redocly");
}
