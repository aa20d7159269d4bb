import { below, resolve, type Schema } from "@microbilt-oauth/spec";
import type { Difference } from "../difference.ts";
import { jsonObjects } from "../page/json-object.ts";
import { memberName } from "../page/page-facts.ts";
import { type Comparison, difference, listed } from "./comparison.ts";

/** Rows that name a header field and not a parameter. */
const HEADER_FIELDS = new Set(["content_type", "accept", "authorization"]);
const GRANT_TYPE = /\b(?:[a-z]+(?:_[a-z]+)+|urn:[\w:.-]+)/g;

/** The parameters of a token request, where they go, and the grant types. */
export function compareRequests(comparison: Comparison): Difference[] {
  return [...compareParameters(comparison), ...comparePlaces(comparison), ...compareGrantTypes(comparison)];
}

function compareParameters(comparison: Comparison): Difference[] {
  const { facts, documented } = comparison;
  const { pointer } = documented.contract.flows.json;
  const { properties = {}, required = [] } = resolve(
    documented.document,
    target(documented.document, pointer),
  ) as Schema;
  const rows = facts.requestRows.filter(({ name }) => !HEADER_FIELDS.has(memberName(name)));
  const differences: Difference[] = [];
  for (const row of rows) {
    const name = memberName(row.name);
    const fact = `the parameter ${name} of a token request`;
    if (!Object.hasOwn(properties, name)) {
      differences.push(
        difference(comparison, fact, `The page has it; the document does not.`, row.line, below(pointer, "properties")),
      );
    } else if (row.required !== undefined && row.required !== required.includes(name)) {
      const [page, document] = row.required ? ["required", "optional"] : ["optional", "required"];
      const message = `On the page it is ${page}; in the document it is ${document}.`;
      differences.push(difference(comparison, fact, message, row.line, below(pointer, "required")));
    }
  }
  const absent = Object.keys(properties).filter((name) => !rows.some((row) => memberName(row.name) === name));
  for (const name of absent) {
    const message = "The page does not describe it; the document does.";
    differences.push(
      difference(
        comparison,
        `the parameter ${name} of a token request`,
        message,
        rows[0]?.line,
        below(pointer, "properties", name),
      ),
    );
  }
  return differences;
}

/** Which parameters the examples send in the query, and which in the body. */
function comparePlaces(comparison: Comparison): Difference[] {
  const { facts, documented } = comparison;
  const differences: Difference[] = [];
  for (const flow of Object.values(documented.contract.flows)) {
    const examples = facts.tokenRequests.filter(({ headers }) =>
      headers.get("content-type")?.text.startsWith(flow.mediaType),
    );
    for (const { url, body, position } of examples) {
      const inBody = bodyNames(body?.text ?? "");
      const inQuery = [...new URL(url.text).searchParams.keys()];
      for (const [place, page, document] of [
        ["query", inQuery, flow.query],
        ["body", inBody, flow.body],
      ] as const) {
        if ([...page].sort().join() !== [...document].sort().join()) {
          const message = `The page has ${listed(page) || "nothing"}; the document has ${listed(document) || "nothing"}.`;
          const where = place === "query" ? url.position : (body?.position ?? position);
          differences.push(
            difference(
              comparison,
              `the ${place} of a token request in ${flow.mediaType}`,
              message,
              where,
              flow.pointer,
            ),
          );
        }
      }
    }
  }
  return differences;
}

function bodyNames(body: string): string[] {
  const [object] = jsonObjects(body);
  return object
    ? object.members.map(({ name }) => name)
    : [...new URLSearchParams(body).keys()].map((name) => name.trim());
}

function compareGrantTypes(comparison: Comparison): Difference[] {
  const { facts, documented } = comparison;
  const { grantTypes, flows } = documented.contract;
  const pointer = below(flows.json.pointer, "properties", "grant_type", "enum");
  const row = facts.requestRows.find(({ name }) => memberName(name) === "grant_type");
  const stated = new Map(
    [...(row?.description.matchAll(GRANT_TYPE) ?? [])].map(([value]) => [value, row?.descriptionLine]),
  );
  stated.delete("grant_type");
  for (const { url, body } of facts.tokenRequests) {
    const [object] = jsonObjects(body?.text ?? "");
    const inJson = object?.members.find(({ name }) => name === "grant_type")?.value;
    const value =
      new URL(url.text).searchParams.get("grant_type") ?? inJson ?? new URLSearchParams(body?.text).get("grant_type");
    if (typeof value === "string" && !stated.has(value)) {
      stated.set(value, facts.page.lineAt(url.position));
    }
  }
  const added = [...stated].filter(([value]) => !grantTypes.includes(value));
  const absent = grantTypes.filter((value) => !stated.has(value));
  return [
    ...added.map(([value, line]) =>
      difference(
        comparison,
        "the grant types",
        `The page has ${value}; the document has ${listed(grantTypes)}.`,
        line,
        pointer,
      ),
    ),
    ...absent.map((value) =>
      difference(
        comparison,
        "the grant types",
        `The page does not have ${value}; the document does.`,
        row?.descriptionLine,
        pointer,
      ),
    ),
  ];
}

/** Follows a reference at the pointer itself. */
function target(document: Comparison["documented"]["document"], pointer: `#/${string}`): string {
  const node = resolve(document, pointer) as { readonly $ref?: string };
  return node.$ref ?? pointer;
}
