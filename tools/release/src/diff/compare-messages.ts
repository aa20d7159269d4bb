import {
  below,
  type DocumentedResponse,
  dereference,
  type MediaType,
  type OpenApiDocument,
  type Parameter,
  type Pointer,
  type Reference,
  type RequestBody,
} from "@microbilt-oauth/spec";
import { breaking, classed, compatible, partition } from "./changes.ts";
import { compareHeaders } from "./compare-headers.ts";
import { compareSchemas, type Direction } from "./compare-schemas.ts";
import { compareSecurity } from "./compare-security.ts";
import type { PlacedOperation } from "./operations.ts";
import type { Change } from "./spec-diff.ts";

/** The same operation in both documents. */
export interface OperationPair {
  readonly base: OpenApiDocument;
  readonly head: OpenApiDocument;
  readonly before: PlacedOperation;
  readonly after: PlacedOperation;
}

/** Compares what an operation accepts and returns. */
export function compareMessages(pair: OperationPair): readonly Change[] {
  return [
    ...compareParameters(pair),
    ...compareRequestBodies(pair),
    ...compareResponses(pair),
    ...compareSecurity(pair),
  ];
}

type Placed<T> = Readonly<Record<string, T>>;

function compareParameters({ base, head, before, after }: OperationPair): readonly Change[] {
  const [old, now] = [parametersOf(base, before), parametersOf(head, after)];
  const { both, removed, added } = partition(old, now);
  const pointer = below(after.pointer, "parameters");
  return [
    ...removed.map((name) =>
      breaking({
        sentence: `${after.label} no longer has the ${name}.`,
        reason: "Programs send it.",
        pointer,
        before: name,
      }),
    ),
    ...added.map((name) =>
      classed(now[name]?.required === true, {
        sentence: `${after.label} has a new ${now[name]?.required ? "required" : "optional"} ${name}.`,
        reason: now[name]?.required ? "Requests without it are rejected." : "Requests without it work as before.",
        pointer,
        after: name,
      }),
    ),
    ...both.flatMap((name) => [
      ...compareRequired(Boolean(old[name]?.required), Boolean(now[name]?.required), name, after, pointer),
      ...compareSchemas(base, head, old[name]?.schema ?? {}, now[name]?.schema ?? {}, {
        direction: "request",
        name: `the ${name}`,
        pointer: below(pointer, "schema"),
      }),
    ]),
  ];
}

function parametersOf(document: OpenApiDocument, { operation }: PlacedOperation): Placed<RequiredParameter> {
  const parameters = (operation.parameters ?? []).map((one) => dereference<Parameter>(document, one));
  return Object.fromEntries(parameters.map((one) => [`${one.in} parameter ${one.name}`, one as RequiredParameter]));
}

type RequiredParameter = Parameter & { readonly required?: boolean };
type RequiredBody = RequestBody & { readonly required?: boolean };

function compareRequired(
  was: boolean,
  is: boolean,
  name: string,
  { label }: PlacedOperation,
  pointer: Pointer,
): readonly Change[] {
  return was === is
    ? []
    : [
        classed(is, {
          sentence: `${label} ${is ? "now requires" : "no longer requires"} the ${name}.`,
          reason: is ? "Requests without it are rejected." : "Requests with it work as before.",
          pointer,
          before: was,
          after: is,
        }),
      ];
}

function compareRequestBodies({ base, head, before, after }: OperationPair): readonly Change[] {
  const none: RequiredBody = { content: {} };
  const old = dereference<RequiredBody>(base, before.operation.requestBody ?? none);
  const now = dereference<RequiredBody>(head, after.operation.requestBody ?? none);
  const pointer = below(after.pointer, "requestBody");
  return [
    ...compareRequired(Boolean(old.required), Boolean(now.required), "request body", after, pointer),
    ...compareContent(old.content, now.content, { base, head, pointer, direction: "request", what: after.label }),
  ];
}

function compareResponses({ base, head, before, after }: OperationPair): readonly Change[] {
  const [old, now] = [before.operation.responses ?? {}, after.operation.responses ?? {}];
  const { both, removed, added } = partition(old, now);
  const pointer = below(after.pointer, "responses");
  const isSuccess = (status: string) => status.startsWith("2");
  return [
    ...removed.map((status) =>
      classed(isSuccess(status), {
        sentence: `${after.label} no longer responds with ${status}.`,
        reason: isSuccess(status) ? "Programs expect this response." : "Programs need not handle it any more.",
        pointer,
        before: status,
      }),
    ),
    ...added.map((status) =>
      compatible({
        sentence: `${after.label} can respond with ${status}.`,
        reason: isSuccess(status)
          ? "The client treats every 2xx status alike."
          : "A client treats a status that it does not know like the first of its class (RFC 9110, section 15).",
        pointer: below(pointer, status),
        after: status,
      }),
    ),
    ...both.flatMap((status) => {
      const one = dereference<DocumentedResponse>(base, old[status] ?? {});
      const other = dereference<DocumentedResponse>(head, now[status] ?? {});
      const place = placeOfResponse(now[status], `the ${status} response of ${after.label}`, below(pointer, status));
      return [
        ...compareContent(one.content ?? {}, other.content ?? {}, { base, head, direction: "response", ...place }),
        ...compareHeaders(base, head, one, other, place),
      ];
    }),
  ];
}

/** A response that several operations share has a name of its own. */
function placeOfResponse(
  response: DocumentedResponse | Reference | undefined,
  what: string,
  pointer: Pointer,
): Pick<ContentPlace, "what" | "pointer"> {
  const { $ref } = (response ?? {}) as Partial<Reference>;
  return $ref === undefined
    ? { what, pointer }
    : { what: `the response ${$ref.split("/").at(-1)}`, pointer: $ref as Pointer };
}

interface ContentPlace {
  readonly base: OpenApiDocument;
  readonly head: OpenApiDocument;
  readonly pointer: Pointer;
  readonly direction: Direction;
  /** Names the message: `POST /a`, `the 401 response of POST /a`. */
  readonly what: string;
}

function compareContent(
  old: Placed<MediaType>,
  now: Placed<MediaType>,
  { base, head, pointer, direction, what }: ContentPlace,
): readonly Change[] {
  const { both, removed, added } = partition(old, now);
  const content = below(pointer, "content");
  return [
    ...removed.map((type) =>
      breaking({
        sentence:
          direction === "request" ? `${what} no longer accepts ${type}.` : `${what} is no longer available as ${type}.`,
        reason: direction === "request" ? "Programs send it." : "Programs read it.",
        pointer: content,
        before: type,
      }),
    ),
    ...added.map((type) =>
      compatible({
        sentence: direction === "request" ? `${what} also accepts ${type}.` : `${what} is also available as ${type}.`,
        reason:
          direction === "request"
            ? "Requests with the other media types work as before."
            : "A client names the media types that it accepts.",
        pointer: below(content, type),
        after: type,
      }),
    ),
    ...both.flatMap((type) =>
      compareSchemas(base, head, old[type]?.schema ?? {}, now[type]?.schema ?? {}, {
        direction,
        name: direction === "request" ? `the request body of ${what}` : what,
        pointer: below(content, type, "schema"),
      }),
    ),
  ];
}
