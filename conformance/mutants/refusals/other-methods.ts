import type { Mutant, MutantContext, MutantRequest, Mutate } from "../mutant.ts";
import {
  flowOf,
  isTokenRequest,
  mutateRequest,
  type RequestParameters,
  withParameters,
} from "../operators/token-request.ts";

const METHODS = ["GET", "PUT", "PATCH", "DELETE"];

/** Other methods that the token endpoint accepts in some form. */
export const otherMethodMutants: readonly Mutant[] = [
  ...METHODS.map((method) => ({
    title: `The token endpoint accepts ${method} with a form`,
    killedBy: "refusals/methods-with-form",
    mutate: treatingAsPost((request, context) => request.method === method && flowOf(context, request) === "form"),
  })),
  ...["POST", ...METHODS].map((method) => ({
    title: `The token endpoint accepts ${method} with all parameters in the query`,
    killedBy: "refusals/methods-with-query",
    mutate: readingQuery((request) => request.method === method),
  })),
  {
    title: "The token endpoint accepts OPTIONS with a JSON body",
    killedBy: "refusals/method-options",
    mutate: treatingAsPost((request, context) => request.method === "OPTIONS" && flowOf(context, request) === "json"),
  },
  {
    title: "The token endpoint accepts OPTIONS with all parameters in the query",
    killedBy: "refusals/method-options",
    mutate: readingQuery((request) => request.method === "OPTIONS"),
  },
  {
    title: "The token endpoint accepts HEAD with a form",
    killedBy: "refusals/method-head",
    mutate: treatingAsPost((request, context) => request.method === "HEAD" && flowOf(context, request) === "form"),
  },
  {
    title: "The token endpoint accepts HEAD with all parameters in the query",
    killedBy: "refusals/method-head",
    mutate: readingQuery((request) => request.method === "HEAD"),
  },
  ...["x-http-method-override", "x-http-method", "x-method-override"].map((field) => ({
    title: `The token endpoint replaces the method with the one in ${field}`,
    killedBy: "refusals/method-override",
    mutate: treatingAsPost(({ headers }) => headers[field] === "POST"),
  })),
  {
    title: "The token endpoint replaces the method with the one in the query",
    killedBy: "refusals/method-override",
    mutate: treatingAsPost(({ query }) => query.includes("_method=POST")),
  },
  {
    title: "The token endpoint replaces the method and reads the query",
    killedBy: "refusals/method-override",
    mutate: readingQuery(({ headers }) => headers["x-http-method-override"] === "POST"),
  },
  {
    title: "The token endpoint reads the query, and with it the method",
    killedBy: "refusals/method-override",
    mutate: readingQuery(({ method, query }) => method === "GET" && query.includes("_method=POST")),
  },
];

type IsMatch = (request: MutantRequest, context: MutantContext) => boolean;

function treatingAsPost(isMatch: IsMatch): Mutate {
  return mutateRequest((request, context) =>
    isTokenRequest(context, request) && isMatch(request, context)
      ? { ...request, method: context.contract.tokenEndpoint.method }
      : undefined,
  );
}

function readingQuery(isMatch: IsMatch): Mutate {
  return mutateRequest((request, context) => {
    const parameters: RequestParameters = Object.fromEntries(new URLSearchParams(request.query));
    return isTokenRequest(context, request) && parameters.client_secret !== undefined && isMatch(request, context)
      ? withParameters(context, request, parameters)
      : undefined;
  });
}
