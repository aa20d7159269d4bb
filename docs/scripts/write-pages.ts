/** Finishes the API reference that Redocly rendered, and writes the other pages beside it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { loadSpec } from "@microbilt-oauth/conformance";
import { checksPage } from "../src/checks-page.ts";
import { finishReferencePage } from "../src/reference-page.ts";
import { requirementsPage } from "../src/requirements-page.ts";

const output = new URL("../dist/", import.meta.url);
const reference = new URL("index.html", output);
await writeFile(reference, finishReferencePage(await readFile(reference, "utf8")));
await rm(new URL("reference.json", output));
const spec = loadSpec();
await writeFile(new URL("checks.html", output), checksPage(spec));
await writeFile(new URL("requirements.html", output), requirementsPage(spec));
