import {
  type Contract,
  type DocumentedResponse,
  dereference,
  type Example,
  type OpenApiDocument,
  type Operation,
  type PathItem,
} from "@microbilt-oauth/spec";

/**
 * Reads the bodies with which products report a failure although the status is 200, by name: the examples of that response
 * of the placeholder for a product. An example without members is the placeholder's own.
 */
export function readFailures(document: OpenApiDocument, { resource }: Contract): ReadonlyMap<string, unknown> {
  const failures = new Map<string, unknown>();
  const operations = Object.values(document.paths[resource.path] as PathItem) as readonly Operation[];
  for (const { responses } of operations) {
    const response = responses?.["200"];
    const { content = {} } = response ? dereference<DocumentedResponse>(document, response) : {};
    for (const [name, example] of Object.entries(content[resource.mediaType]?.examples ?? {})) {
      const { value } = dereference<Example>(document, example);
      if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
        failures.set(name, value);
      }
    }
  }
  return failures;
}
