import { below, dereference, type OpenApiDocument, type Pointer, type Reference } from "@microbilt-oauth/spec";
import { breaking, classed, compatible, partition } from "./changes.ts";
import { compareSchemas } from "./compare-schemas.ts";
import type { Change } from "./spec-diff.ts";

interface Header {
  readonly required?: boolean;
  readonly schema?: object;
}

type Headers = Readonly<Record<string, Header | Reference>>;

/** Compares the headers of a response. */
export function compareHeaders(
  base: OpenApiDocument,
  head: OpenApiDocument,
  one: object,
  other: object,
  { what, pointer }: { readonly what: string; readonly pointer: Pointer },
): readonly Change[] {
  const [old, now] = [headersOf(base, one), headersOf(head, other)];
  const { both, removed, added } = partition(old, now);
  const headers = below(pointer, "headers");
  return [
    ...removed.map((name) =>
      breaking({
        sentence: `The header ${name} of ${what} was removed.`,
        reason: "Programs read it.",
        pointer: headers,
        before: name,
      }),
    ),
    ...added.map((name) =>
      compatible({
        sentence: `There is a new header, ${name}, in ${what}.`,
        reason: "Programs ignore headers that they do not know.",
        pointer: below(headers, name),
        after: name,
      }),
    ),
    ...both
      .filter((name) => Boolean(old[name]?.required) !== Boolean(now[name]?.required))
      .map((name) => {
        const isRequired = Boolean(now[name]?.required);
        return classed(!isRequired, {
          sentence: `The header ${name} of ${what} is ${isRequired ? "now required" : "no longer required"}.`,
          reason: isRequired ? "The server promises more." : "Programs rely on it.",
          pointer: below(headers, name),
          before: !isRequired,
          after: isRequired,
        });
      }),
    ...both.flatMap((name) =>
      compareSchemas(base, head, old[name]?.schema ?? {}, now[name]?.schema ?? {}, {
        direction: "response",
        name: `the header ${name} of ${what}`,
        pointer: below(headers, name, "schema"),
      }),
    ),
  ];
}

function headersOf(document: OpenApiDocument, response: object): Readonly<Record<string, Header>> {
  const { headers = {} } = response as { readonly headers?: Headers };
  return Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, dereference<Header>(document, one)]));
}
