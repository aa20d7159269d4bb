import type { OpenApiDocument } from "@microbilt-oauth/spec";

const LINKS = "[Conformance checks](checks.html) · [Requirements and their checks](requirements.html)";

/** Adds links to the pages beside the API reference to the document's description, which starts the reference. */
export function linkPages(document: OpenApiDocument): OpenApiDocument {
  const info: OpenApiDocument["info"] & { readonly description?: string } = document.info;
  const description = [LINKS, info.description].filter(Boolean).join("\n\n");
  return { ...document, info: { ...info, ...{ description } } };
}
