/** Writes the document that Redocly renders: the contract, with the source of each statement visible. */
import { mkdir, writeFile } from "node:fs/promises";
import { document } from "@microbilt-oauth/spec";
import { linkPages } from "../src/link-pages.ts";
import { showSources } from "../src/show-sources.ts";

const output = new URL("../dist/", import.meta.url);
await mkdir(output, { recursive: true });
await writeFile(new URL("reference.json", output), JSON.stringify(linkPages(showSources(document))));
