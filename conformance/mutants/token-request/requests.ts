import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../src/flow.ts";
import type { Mutant, MutantContext, MutantRequest } from "../mutant.ts";
import { emptyResponse, intercept } from "../operators/response.ts";
import { flowOf, mutateRequest, PARAMETER_NAMES, parametersOf } from "../operators/token-request.ts";

/** As many bytes as the suite sends at once. */
const FIRST_CHUNK = 65_536;

/** Valid token requests that the token endpoint rejects because of how they are written. */
export const requestMutants: readonly Mutant[] = [
  {
    title: "The token endpoint rejects JSON token requests",
    killedBy: "token-request/json",
    mutate: intercept((request, context) => flowOf(context, request) === "json", emptyResponse(415)),
  },
  {
    title: "The token endpoint rejects form token requests",
    killedBy: "token-request/form",
    mutate: intercept((request, context) => flowOf(context, request) === "form", emptyResponse(415)),
  },
  rejecting("rejects JSON token requests that name a charset", "json", "charset", hasMediaTypeParameter),
  rejecting("rejects form token requests that name a charset", "form", "charset", hasMediaTypeParameter),
  rejecting("rejects the JSON media type in upper case", "json", "media-type-case", hasUpperCaseMediaType),
  rejecting("rejects the form media type in upper case", "form", "media-type-case", hasUpperCaseMediaType),
  rejecting("rejects JSON token requests with Accept: */*", "json", "accept-anything", acceptsAnything),
  rejecting("rejects form token requests with Accept: */*", "form", "accept-anything", acceptsAnything),
  rejecting("rejects JSON members in another order", "json", "order", hasSecretFirst),
  rejecting("rejects form fields in another order", "form", "order", hasSecretFirst),
  rejecting("rejects JSON token requests without Content-Length", "json", "chunked", isChunked),
  rejecting("rejects form token requests without Content-Length", "form", "chunked", isChunked),
  ...FLOW_NAMES.map(
    (flow): Mutant => ({
      title: `The token endpoint reads only the first chunk of a ${FLOW_LABELS[flow]} token request`,
      killedBy: `token-request/${flow}-several-chunks`,
      mutate: mutateRequest((request, context) =>
        flowOf(context, request) === flow && isChunked(request)
          ? { ...request, body: request.body.subarray(0, FIRST_CHUNK) }
          : undefined,
      ),
    }),
  ),
  rejecting("rejects unknown JSON members", "json", "unknown-parameter", hasUnknownParameter),
  rejecting("rejects unknown form fields", "form", "unknown-parameter", hasUnknownParameter),
  rejecting("rejects whitespace in JSON", "json", "whitespace", ({ body }) => /[\r\n\t]/.test(body.toString())),
  rejecting("rejects escapes in JSON", "json", "escaped-names", ({ body }) => /\\u/.test(body.toString())),
  rejecting("rejects percent-encoded names of form fields", "form", "percent-encoding", ({ body }) =>
    /(?:^|&)[^=]*%/.test(body.toString()),
  ),
  {
    title: "The token endpoint reads a plus sign in a form as a plus sign",
    killedBy: "token-request/form-reserved-characters",
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "form"
        ? { ...request, body: Buffer.from(request.body.toString().replaceAll("+", "%2B")) }
        : undefined,
    ),
  },
  {
    title: "The token endpoint decodes JSON as Latin-1",
    killedBy: "token-request/json-reserved-characters",
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "json"
        ? { ...request, body: Buffer.from(request.body.toString("latin1")) }
        : undefined,
    ),
  },
];

function rejecting(
  what: string,
  flow: FlowName,
  variation: string,
  isMatch: (request: MutantRequest, context: MutantContext) => boolean,
): Mutant {
  return {
    title: `The token endpoint ${what}`,
    killedBy: `token-request/${flow}-${variation}`,
    mutate: intercept(
      (request, context) => flowOf(context, request) === flow && isMatch(request, context),
      emptyResponse(400),
    ),
  };
}

function hasMediaTypeParameter({ headers }: MutantRequest): boolean {
  return headers["content-type"]?.includes(";") === true;
}

function hasUpperCaseMediaType({ headers }: MutantRequest): boolean {
  return /[A-Z]/.test(headers["content-type"] ?? "");
}

function acceptsAnything({ headers }: MutantRequest): boolean {
  return headers["accept"] === "*/*";
}

function isChunked({ headers }: MutantRequest): boolean {
  return "transfer-encoding" in headers;
}

function hasSecretFirst(request: MutantRequest, context: MutantContext): boolean {
  const names = Object.keys(parametersOf(context, request) ?? {});
  const [id, secret] = PARAMETER_NAMES.map((name) => names.indexOf(name));
  return (secret ?? 0) < (id ?? 0);
}

function hasUnknownParameter(request: MutantRequest, context: MutantContext): boolean {
  const known: readonly string[] = PARAMETER_NAMES;
  return Object.keys(parametersOf(context, request) ?? {}).some((name) => !known.includes(name));
}
