import {
  type DocumentedResponse,
  dereference,
  type Example,
  isObject,
  type MediaType,
  type OpenApiDocument,
  type Schema,
} from "./document.ts";
import { FAILURE, type Preference } from "./prefer.ts";

/** A response that a document describes. */
export interface ResponseDescription {
  /** A status such as `"200"`, a range such as `"4XX"`, or `"default"`. */
  readonly code: string;
  /** Undefined if the response has no body. */
  readonly mediaType: string | undefined;
  /** The bodies that the document shows, by name. The one without a name is `default`. */
  readonly examples: ReadonlyMap<string, unknown>;
  readonly schema: Schema | undefined;
}

/** A response to send. */
export interface ChosenResponse {
  readonly status: number;
  readonly mediaType: string | undefined;
  /** The example. Undefined if there is none, and the body is a sample made from the schema. */
  readonly example: unknown;
  readonly schema: Schema | undefined;
}

/** Bodies with which products report a failure although the status is 200, by name. */
export type Failures = ReadonlyMap<string, unknown>;

const UNNAMED = "default";

/** Reads the responses of an operation, the successful ones first. */
export function readResponses(
  document: OpenApiDocument,
  responses: Readonly<Record<string, unknown>> = {},
): readonly ResponseDescription[] {
  return Object.entries(responses)
    .map(([code, response]) => describe(document, code, dereference<DocumentedResponse>(document, response)))
    .sort((a, b) => rank(a.code) - rank(b.code));
}

/**
 * Chooses a response.
 *
 * @throws {RangeError} if the document has none that is preferred; the message lists what it has
 */
export function chooseResponse(
  responses: readonly ResponseDescription[],
  { example, status }: Preference,
  failures: Failures,
): ChosenResponse {
  const candidates = status === undefined ? responses : responses.filter(({ code }) => covers(code, status));
  // The response for exactly this status goes before one for a range.
  const ordered = [...candidates].sort((a, b) => Number(b.code === String(status)) - Number(a.code === String(status)));
  const [first] = ordered;
  if (status !== undefined && !(first && status >= 200 && status <= 599)) {
    const codes = responses.map(({ code }) => code).join(", ") || "none";
    throw new RangeError(`The document has no response with the status ${status}. It has ${codes}.`);
  }
  if (example === undefined) {
    return choose(first, status, first?.examples.get(UNNAMED) ?? [...(first?.examples.values() ?? [])][0]);
  }
  const owner = ordered.find(({ examples }) => examples.has(example));
  if (owner) {
    return choose(owner, status, owner.examples.get(example));
  }
  const failure = failures.get(example) ?? (example === FAILURE ? failureFor(first?.schema, failures) : undefined);
  if (failure === undefined) {
    const names = [
      ...new Set([...ordered.flatMap(({ examples }) => [...examples.keys()]), FAILURE, ...failures.keys()]),
    ];
    throw new RangeError(`The document has no example ${JSON.stringify(example)}. Examples: ${names.join(", ")}.`);
  }
  return { ...choose(first, status, failure), mediaType: first?.mediaType ?? "application/json" };
}

function describe(document: OpenApiDocument, code: string, { content = {} }: DocumentedResponse): ResponseDescription {
  const names = Object.keys(content);
  const name = names.find((mediaType) => /[/+]json\b/i.test(mediaType)) ?? names[0];
  const media: MediaType & { readonly example?: unknown } = (name !== undefined && content[name]) || {};
  const examples = new Map<string, unknown>();
  for (const [exampleName, example] of Object.entries(media.examples ?? {})) {
    const { value } = dereference<Example>(document, example);
    if (value !== undefined) {
      examples.set(exampleName, value);
    }
  }
  if (media.example !== undefined) {
    examples.set(UNNAMED, media.example);
  }
  const schema = media.schema && dereference<Schema>(document, media.schema);
  // A wildcard cannot be sent.
  return { code, mediaType: name?.replace(/^.*\*.*$/, "application/json"), examples, schema };
}

/** The failure whose members the schema has, otherwise the first. */
function failureFor(schema: Schema | undefined, failures: Failures): unknown {
  const { properties = {} } = schema ?? {};
  const bodies = [...failures.values()];
  return bodies.find((body) => isObject(body) && Object.keys(body).some((name) => name in properties)) ?? bodies[0];
}

function choose(
  response: ResponseDescription | undefined,
  status: number | undefined,
  example: unknown,
): ChosenResponse {
  const code = response?.code ?? "200";
  const own = code === "default" ? 200 : Number(code.replace(/XX$/i, "00"));
  return { status: status ?? own, mediaType: response?.mediaType, example, schema: response?.schema };
}

function covers(code: string, status: number): boolean {
  return code === String(status) || code === "default" || code.toUpperCase() === `${Math.floor(status / 100)}XX`;
}

/** Successful responses first, then the default one, then failures. */
function rank(code: string): number {
  if (code === "default") {
    return 300;
  }
  return Number.parseInt(code.replace(/XX$/i, "99"), 10);
}
