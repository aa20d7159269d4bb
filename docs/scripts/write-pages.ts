/** Finishes the API reference that Redocly rendered, and writes the catalogue of checks beside it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { loadSpec } from "@microbilt-oauth/conformance";
import { checksPage } from "../src/checks-page.ts";
import { finishReferencePage } from "../src/reference-page.ts";

const output = new URL("../dist/", import.meta.url);
const reference = new URL("index.html", output);
await writeFile(reference, finishReferencePage(await readFile(reference, "utf8")));
await rm(new URL("reference.json", output));
await writeFile(new URL("checks.html", output), checksPage(loadSpec()));
