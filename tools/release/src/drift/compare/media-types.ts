import { below, dereference, pointerTo } from "@microbilt-oauth/spec";
import type { Difference } from "../difference.ts";
import type { CurlExample } from "../page/curl.ts";
import { memberName, type Stated } from "../page/page-facts.ts";
import { type Comparison, difference, listed } from "./comparison.ts";

const MEDIA_TYPE = /\b(?:application|text|multipart|audio|image|video|message|font|model)\/[a-z0-9][a-z0-9.+-]*/gi;

/** The media types of requests. */
export function compareMediaTypes(comparison: Comparison): Difference[] {
  const { facts, documented } = comparison;
  const { document, contract } = documented;
  const row = facts.requestRows.find(({ name }) => memberName(name) === "content_type");
  const inRow = [...(row?.description.matchAll(MEDIA_TYPE) ?? [])].map(([value]) => ({
    value: value.toLowerCase(),
    position: facts.page.text.indexOf(row?.description ?? ""),
  }));
  const endpoint = dereference(document, document.paths[contract.tokenEndpoint.path]?.post?.requestBody);
  const tokenBody = below(contract.tokenEndpoint.pointer, "requestBody");
  const resourceBody = below(
    pointerTo("paths", contract.resource.path, (contract.resource.methods[0] ?? "get").toLowerCase()),
    "requestBody",
  );
  return [
    ...compare(comparison, "the media types of a token request", [...inRow, ...contentTypes(facts.tokenRequests)], {
      documented: Object.keys(endpoint?.content ?? {}),
      pointer: tokenBody,
    }),
    ...compare(comparison, "the media type of a call", contentTypes(facts.resourceRequests), {
      documented: [contract.resource.mediaType],
      pointer: resourceBody,
    }),
  ];
}

function contentTypes(examples: readonly CurlExample[]): Stated[] {
  return examples.flatMap(({ headers }) => {
    const field = headers.get("content-type");
    const value = field?.text.split(";")[0]?.trim().toLowerCase();
    return field && value ? [{ value, position: field.position }] : [];
  });
}

function compare(
  comparison: Comparison,
  fact: string,
  stated: readonly Stated[],
  { documented, pointer }: { readonly documented: readonly string[]; readonly pointer: `#/${string}` },
): Difference[] {
  const added = new Map(stated.filter(({ value }) => !documented.includes(value)).map((each) => [each.value, each]));
  const absent = documented.filter((mediaType) => !stated.some(({ value }) => value === mediaType));
  return [
    ...[...added.values()].map(({ value, position }) =>
      difference(
        comparison,
        fact,
        `The page has ${value}; the document has ${listed(documented)}.`,
        position,
        below(pointer, "content"),
      ),
    ),
    ...absent.map((mediaType) =>
      difference(
        comparison,
        fact,
        `The page does not have ${mediaType}; the document does.`,
        stated[0]?.position,
        below(pointer, "content", mediaType),
      ),
    ),
  ];
}
