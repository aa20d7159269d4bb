/** Renders the API reference and the catalogue of checks, each as one page that works offline. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSpec } from "@microbilt-oauth/conformance";
import { document } from "@microbilt-oauth/spec";
import { redocly } from "@microbilt-oauth/spec/redocly";
import { withBadges } from "./badges.ts";
import { checksPage } from "./checks.ts";

/** The one thing the page would load from elsewhere; without it the page leaves its place empty. */
const LOGO = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(?:-full)?\.svg/g;

/** Neither may the page report to anyone who reads it. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'unsafe-inline' 'unsafe-eval' data: blob:; connect-src 'none'">`;

const output = fileURLToPath(new URL("../dist/", import.meta.url));
const temporary = await mkdtemp(join(tmpdir(), "microbilt-docs-"));
try {
  await writeFile(join(temporary, "openapi.json"), JSON.stringify(withBadges(document)));
  await redocly(temporary, "build-docs", "openapi.json", "--output", "index.html", "--inlineBundle");
  const page = await readFile(join(temporary, "index.html"), "utf8");
  await mkdir(output, { recursive: true });
  await writeFile(join(output, "index.html"), page.replaceAll(LOGO, "data:,").replace("<head>", `<head>\n  ${POLICY}`));
  await writeFile(join(output, "checks.html"), checksPage(loadSpec()));
} finally {
  await rm(temporary, { recursive: true });
}
