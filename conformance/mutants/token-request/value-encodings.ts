import type { Mutant } from "../mutant.ts";
import { emptyResponse, intercept } from "../operators/response.ts";
import { flowOf } from "../operators/token-request.ts";

/** Encodings of values that the token endpoint does not decode. */
export const valueEncodingMutants: readonly Mutant[] = [
  {
    title: "The token endpoint rejects escapes in the values of JSON members",
    killedBy: "token-request/json-escaped-values",
    mutate: intercept(
      (request, context) => flowOf(context, request) === "json" && /:"\\u/.test(request.body.toString()),
      emptyResponse(401),
    ),
  },
  {
    title: "The token endpoint decodes percent-encoding in upper case only",
    killedBy: "token-request/form-percent-encoded-values",
    mutate: intercept(
      (request, context) => flowOf(context, request) === "form" && /%[\da-f]*[a-f]/.test(request.body.toString()),
      emptyResponse(401),
    ),
  },
  {
    title: "The token endpoint does not decode the query",
    killedBy: "token-request/form-percent-encoded-values",
    mutate: intercept(
      (request, context) => flowOf(context, request) === "form" && request.query.includes("%"),
      emptyResponse(400),
    ),
  },
];
