import { dereference, type OpenApiDocument, resolve, type Schema } from "@microbilt-oauth/spec";
import type { Comparison } from "./compare/comparison.ts";
import { compareEndpoints } from "./compare/endpoints.ts";
import { compareMediaTypes } from "./compare/media-types.ts";
import { compareRequests } from "./compare/requests.ts";
import { compareResponses } from "./compare/responses.ts";
import type { Difference } from "./difference.ts";
import { type Documented, readDocumented } from "./document/documented.ts";
import { readPage } from "./page/page.ts";
import { type PageFacts, readFacts } from "./page/page-facts.ts";

/** The page is not MicroBilt's documentation of OAuth. */
export class UnrelatedPageError extends Error {
  override readonly name = "UnrelatedPageError";
}

/**
 * Compares MicroBilt's documentation with what the document says that it says.
 *
 * @param page a copy of the page, as text or as HTML
 * @param document the document, bundled
 * @param yaml the text of `spec/openapi.yaml`, for the numbers of its lines
 * @returns the differences, in the order of the page; those about which the page says nothing are last
 * @throws {UnrelatedPageError} if the page says nothing of all this, such as an error page
 */
export function findDrift(page: string, document: OpenApiDocument, yaml: string): Difference[] {
  const documented = readDocumented(document, yaml);
  const facts = readFacts(readPage(page), knownNames(documented));
  if (isUnrelated(facts)) {
    throw new UnrelatedPageError(
      "The page names no token endpoint, no parameter and no sample response. Save MicroBilt's OAuth documentation again.",
    );
  }
  const comparison: Comparison = { facts, documented };
  const differences = [compareEndpoints, compareMediaTypes, compareRequests, compareResponses].flatMap((compare) =>
    compare(comparison),
  );
  const line = ({ page: where }: Difference) => where?.number ?? Number.POSITIVE_INFINITY;
  return differences.sort((one, other) => (line(one) === line(other) ? 0 : line(one) - line(other)));
}

function knownNames({ document, contract }: Documented) {
  const members = (pointer: string) =>
    Object.keys((dereference(document, resolve(document, pointer)) as Schema).properties ?? {});
  return {
    environments: Object.keys(contract.servers),
    request: members(contract.flows.json.pointer),
    response: members(contract.tokenResponse.pointer),
  };
}

function isUnrelated(facts: PageFacts): boolean {
  const { endpoints, tokenRequests, requestRows, responseRows, sample } = facts;
  return endpoints.length + tokenRequests.length + requestRows.length + responseRows.length === 0 && !sample;
}
