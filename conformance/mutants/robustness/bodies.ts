import type { Mutant, MutantContext, MutantOutcome, MutantRequest } from "../mutant.ts";
import { emptyResponse, intercept } from "../operators/response.ts";
import {
  flowOf,
  isTokenRequest,
  mutateRequest,
  parametersOf,
  validParameters,
  withParameters,
} from "../operators/token-request.ts";

/** Bodies that the server cannot read, and yet accepts, fails on or leaves unanswered. */
export const bodyMutants: readonly Mutant[] = [
  failing("responds with 500 to malformed JSON", "malformed-json", (body) => body.includes('";"')),
  failing(
    "waits for the rest of truncated JSON",
    "truncated-json",
    (body) => body.startsWith("{") && !/[}x]$/.test(body),
    "hang",
  ),
  accepting("ignores what follows the JSON object", "trailing-json", (body) => body.endsWith("}x")),
  accepting("reads the first item of a JSON array", "json-array", (body) => body.startsWith("[{")),
  failing("resets the connection on a JSON string", "json-string", (body) => body === '"text"', "reset"),
  failing("responds with 500 to null", "json-null", (body) => body === "null"),
  failing("responds with 500 to an empty body", "empty-body", (body) => body === ""),
  failing("responds with 500 to deeply nested JSON", "deep-json", (body) => body.startsWith('{"a":{"a":')),
  failing("responds with 500 to a large body", "huge-body", (body) => body.length > 1_000_000),
  accepting("accepts JSON that is not UTF-8", "not-utf-8", (body) => body.includes("\uFFFD")),
  failing("responds with 500 to a byte order mark", "byte-order-mark", (body) => body.startsWith("\uFEFF")),
  failing("responds with 500 to a repeated JSON member", "duplicate-members", (body) =>
    body.includes('"twice":1,"twice"'),
  ),
  {
    title: "The token endpoint responds with 500 to a malformed form",
    killedBy: "robustness/malformed-form",
    mutate: intercept(
      (request, context) => flowOf(context, request) === "form" && /%(?![\dA-F]{2})/i.test(request.body.toString()),
      emptyResponse(500),
    ),
  },
  {
    title: "The resource server responds with 500 to malformed JSON",
    killedBy: "robustness/malformed-call",
    mutate: intercept(
      (request, context) => !isTokenRequest(context, request) && request.body.toString() === "{",
      emptyResponse(500),
    ),
  },
  {
    title: "The token endpoint rejects everything once it has received null",
    killedBy: "robustness/afterwards",
    // Sends null.
    after: ["robustness/json-null"],
    mutate: (context) => {
      let isBroken = false;
      return async (request, original) => {
        if (isBroken) {
          return emptyResponse(503);
        }
        const response = await original(request);
        isBroken = isTokenRequest(context, request) && request.body.toString() === "null";
        return response;
      };
    },
  },
  {
    title: "The token endpoint ignores a client_secret that is not a string",
    killedBy: "robustness/json-generated",
    mutate: mutateRequest((request, context) => {
      const parameters = parametersOf(context, request);
      const secret = parameters?.client_secret ?? "";
      const { client_secret } = validParameters(context);
      return flowOf(context, request) === "json" && typeof secret !== "string"
        ? withParameters(context, request, { ...parameters, client_secret })
        : undefined;
    }),
  },
  {
    title: "The token endpoint does not compare the client_secret in a form that names no client_id",
    killedBy: "robustness/form-generated",
    mutate: mutateRequest((request, context) => {
      const parameters = parametersOf(context, request);
      return flowOf(context, request) === "form" && !parameters?.client_id
        ? withParameters(context, request, { ...validParameters(context), grant_type: parameters?.grant_type })
        : undefined;
    }),
  },
  {
    title: "The token endpoint responds to an invalid form with 200",
    killedBy: "refusals/missing-parameter-status",
    mutate: (context) => async (request, original) => {
      const response = await original(request);
      return flowOf(context, request) === "form" && response.status === 400 ? { ...response, status: 200 } : response;
    },
  },
];

function failing(
  defect: string,
  check: string,
  isMatch: (body: string) => boolean,
  outcome: MutantOutcome = emptyResponse(500),
): Mutant {
  return {
    title: `The token endpoint ${defect}`,
    killedBy: `robustness/${check}`,
    mutate: intercept((request, context) => isJson(context, request) && isMatch(request.body.toString()), outcome),
  };
}

/** Handles a body that cannot be read as a valid token request. */
function accepting(defect: string, check: string, isMatch: (body: string) => boolean): Mutant {
  return {
    title: `The token endpoint ${defect}`,
    killedBy: `robustness/${check}`,
    mutate: mutateRequest((request, context) =>
      isJson(context, request) && isMatch(request.body.toString())
        ? withParameters(context, request, validParameters(context))
        : undefined,
    ),
  };
}

function isJson(context: MutantContext, request: MutantRequest): boolean {
  return flowOf(context, request) === "json";
}
