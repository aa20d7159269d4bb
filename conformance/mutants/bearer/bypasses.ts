import { posix } from "node:path";
import type { Mutant, MutantContext, MutantRequest } from "../mutant.ts";
import { acceptingTokens, isCall } from "../operators/bearer.ts";
import { hasDocumentedPath, lacksToken, servingCalls } from "../operators/calls.ts";
import { emptyResponse, intercept, mutateResponse } from "../operators/response.ts";

/** Calls that reach the resource without a valid access token. */
export const bypassMutants: readonly Mutant[] = [
  bypass("serves GET without an access token", "methods-without-token", isMethod("GET")),
  bypass("serves PUT without an access token", "methods-without-token", isMethod("PUT")),
  bypass("serves the resource in response to OPTIONS", "methods-without-token", isMethod("OPTIONS")),
  {
    title: "The resource server accepts any access token with GET",
    killedBy: "bearer/methods-with-unknown-token",
    mutate: (context) => {
      const accepting = acceptingTokens((token, _, accessToken) => !token && accessToken !== "")(context);
      return (request, original) => (request.method === "GET" ? accepting(request, original) : original(request));
    },
  },
  bypass(
    "serves PATCH with any Authorization",
    "methods-with-unknown-token",
    (request) => request.method === "PATCH" && !lacksToken(request),
  ),
  {
    title: "The resource server responds to HEAD without an access token with 200",
    killedBy: "bearer/head-without-token",
    mutate: intercept((request, context) => isCall(context, request) && request.method === "HEAD", emptyResponse(200)),
  },
  bypass(
    "checks the method before it is overridden",
    "method-override",
    ({ method, headers }) => method === "OPTIONS" && headers["x-http-method-override"] !== undefined,
  ),
  bypass(
    "checks the overridden method of a POST",
    "method-override",
    ({ headers }) => headers["x-method-override"] === "OPTIONS",
  ),
  bypass(
    "reads the method from the query",
    "method-override",
    ({ method, query }) => method === "OPTIONS" && query.includes("_method="),
  ),
  ...Object.entries({
    "with a trailing slash": (path: string) => path.replace(/\/$/, ""),
    "with two slashes": (path: string) => path.replaceAll("//", "/"),
    "with an encoded letter": decode,
    "with dot segments": posix.normalize,
    "with a letter that is encoded twice": (path: string) =>
      path.includes("%25") ? decodeURIComponent(decodeURIComponent(path)) : path,
    "with a full-width letter": (path: string) =>
      path.includes("%EF") ? decodeURIComponent(path).normalize("NFKC") : path,
    "with overlong UTF-8": (path: string) => path.replace("%c0%af", "/"),
    "with another segment": (path: string) => path.replace(/\/1$/, ""),
    "behind a prefix": (path: string) => path.replace(/^\/internal/, ""),
    "behind the folder of the token endpoint": (path: string) => path.replace(/^(?:\/\w+)+\/\.\./, ""),
    "with a matrix parameter": (path: string) => path.replace(/;.*$/, ""),
    "in upper case": (path: string) => path.toLowerCase(),
    "with an encoded NUL": (path: string) => path.replace(/%00$/, ""),
  }).map(([description, normalize]) =>
    bypass(`serves the path ${description} without an access token`, "path-variants", (request, context) =>
      isVariant(request, context, normalize),
    ),
  ),
  {
    title: "The resource server serves the path with an empty query without an access token",
    killedBy: "bearer/path-variants",
    rewrite: (message) => message.replace(/^(\w+ \S+)\? HTTP/, "$1?isEmpty HTTP"),
    mutate: servingCalls((request) => request.query === "isEmpty" && lacksToken(request)),
  },
  bypass("trusts requests to localhost", "trusted-clients", ({ headers }) => headers["host"] === "localhost"),
  bypass("trusts health checks", "trusted-clients", ({ headers }) => /HealthChecker/.test(headers["user-agent"] ?? "")),
  bypass(
    "takes every request with the fields of a preflight for one",
    "trusted-clients",
    ({ headers }) => headers["access-control-request-method"] !== undefined,
  ),
  bypass("can be debugged", "trusted-clients", ({ headers }) => headers["x-debug"] === "1"),
  {
    title: "The resource server accepts any access token at a path with an extension",
    killedBy: "bearer/path-variants",
    mutate: servingCalls((request) => request.path.endsWith(".json") && !lacksToken(request)),
  },
  bypass(
    "trusts a client whose address is 127.0.0.1 according to X-Forwarded-For",
    "forwarding-fields",
    ({ headers }) => headers["x-forwarded-for"] === "127.0.0.1",
  ),
  bypass(
    "trusts the user in X-Forwarded-User",
    "forwarding-fields",
    ({ headers }) => headers["x-forwarded-user"] !== undefined,
  ),
  bypass(
    "checks the path in X-Original-URL instead of that of the request",
    "forwarding-fields",
    ({ headers }) => headers["x-original-url"] === "/",
  ),
  {
    title: "The resource server serves the path in X-Rewrite-URL without an access token",
    killedBy: "bearer/forwarding-fields",
    mutate: servingCalls(
      ({ path, headers }, { contract }) => path === "/" && headers["x-rewrite-url"] === contract.resource.path,
    ),
  },
  {
    title: "The resource server sends the resource along with its rejections of OPTIONS",
    killedBy: "bearer/methods-with-unknown-token",
    mutate: mutateResponse((response, context, request) =>
      isCall(context, request) && request.method === "OPTIONS" && !lacksToken(request)
        ? {
            status: 200,
            headers: { "content-type": context.contract.resource.mediaType },
            body: JSON.stringify({ method: "", path: "", query: {}, body: null }),
          }
        : response,
    ),
  },
];

function bypass(
  defect: string,
  check: string,
  isServed: (request: MutantRequest, context: MutantContext) => boolean,
): Mutant {
  const needsNoToken = check !== "methods-with-unknown-token";
  return {
    title: `The resource server ${defect}`,
    killedBy: `bearer/${check}`,
    mutate: servingCalls((request, context) => (!needsNoToken || lacksToken(request)) && isServed(request, context)),
  };
}

/** Overlong UTF-8 stays as it is. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isMethod(method: string): (request: MutantRequest, context: MutantContext) => boolean {
  return (request, context) => request.method === method && hasDocumentedPath(context, request);
}

function isVariant(request: MutantRequest, context: MutantContext, normalize: (path: string) => string): boolean {
  return !hasDocumentedPath(context, request) && normalize(request.path) === context.contract.resource.path;
}
