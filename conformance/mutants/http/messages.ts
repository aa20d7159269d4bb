import type { Mutant, Rewrite } from "../mutant.ts";
import { servingCalls } from "../operators/calls.ts";
import { emptyResponse, intercept, mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest, mutateRequest } from "../operators/token-request.ts";

/** Messages that the server cannot read, or reads although it must not. */
export const messageMutants: readonly Mutant[] = [
  {
    title: "The server does not know the absolute form of a request target",
    killedBy: "http/absolute-form",
    rewrite: (message) => message.replace(/^(\w+) (http:)/, "$1 /$2"),
  },
  {
    title: "The server accepts a request without a Host field",
    killedBy: "http/missing-host",
    http: { requireHostHeader: false },
  },
  {
    title: "The server uses the first of two Host fields",
    killedBy: "http/two-hosts",
    mutate: mutateRequest((request) => ({
      ...request,
      headers: { ...request.headers, host: request.headers["host"]?.split(",")[0] ?? "" },
    })),
  },
  {
    title: "The server ignores a space before the colon of a field",
    killedBy: "http/space-before-colon",
    rewrite: (message) => message.replace(" : ", ": "),
  },
  hanging("never responds to a folded field", /^x-folded/m),
  hanging("never responds to NUL in a field", /\0/),
  {
    title: "The server responds with 500 to a line that is not a field",
    killedBy: "http/malformed-fields",
    rewrite: (message) => message.replace("\r\nnot a field", "\r\nx-fail: yes"),
    mutate: intercept(({ headers }) => headers["x-fail"] !== undefined, emptyResponse(500)),
  },
  {
    title: "The server responds with 500 to a long field",
    killedBy: "http/long-request-head",
    http: { maxHeaderSize: 1_000_000 },
    mutate: intercept(({ headers }) => headers["x-long"] !== undefined, emptyResponse(500)),
  },
  {
    title: "The server responds with 500 to a long request target",
    killedBy: "http/long-request-head",
    http: { maxHeaderSize: 1_000_000 },
    mutate: intercept(({ query }) => query.length > 10_000, emptyResponse(500)),
  },
  {
    title: "The server sends chunks in response to HTTP/1.0",
    killedBy: "http/http-1.0",
    rewrite: (message) => message.replace(" HTTP/1.0\r\n", " HTTP/1.1\r\n"),
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request)
        ? withHeaders(response, { "content-length": undefined, "transfer-encoding": "chunked" })
        : response,
    ),
  },
  {
    title: "The server never responds to HTTP/1.0",
    killedBy: "http/http-1.0",
    rewrite: discarding(/ HTTP\/1\.0\r\n/),
  },
  hidden("reads a folded line as a field", (message) => message.replace("\r\n authorization", "\r\nauthorization")),
  hidden("reads Authorization with a space before the colon", (message) =>
    message.replace("authorization :", "authorization:"),
  ),
  hidden("ignores what follows NUL in Authorization", (message) => message.replace(/\0[^\r]*/, "")),
  hidden("reads a bare CR as the end of a line", (message) => message.replace("\rauthorization", "\r\nauthorization")),
  hidden("reads Authorization in a trailer", (message) =>
    message.replace(/(trailer: authorization)([\s\S]*)\r\n(authorization: [^\r]*)\r\n/, "$3$2"),
  ),
  unauthorized("requires no access token with HTTP/1.0", (message) =>
    message.replace(/^(POST .*) HTTP\/1\.0\r\n/, "$1 HTTP/1.1\r\nx-open: yes\r\n"),
  ),
  unauthorized("requires no access token in absolute form", (message) =>
    message.replace(/^(POST http:.*)\r\n/, "$1\r\nx-open: yes\r\n"),
  ),
  unauthorized("requires no access token where the body is chunked", (message) =>
    message.replace("transfer-encoding: chunked", "x-open: yes\r\n$&"),
  ),
  {
    title: "The server repeats the credentials in response to TRACE",
    killedBy: "http/trace",
    mutate: (_) => async (request, original) =>
      request.method === "TRACE"
        ? { status: 200, headers: { "content-type": "message/http" }, body: JSON.stringify(request.headers) }
        : original(request),
  },
];

function hanging(defect: string, pattern: RegExp): Mutant {
  return { title: `The server ${defect}`, killedBy: "http/malformed-fields", rewrite: discarding(pattern) };
}

function unauthorized(defect: string, rewrite: Rewrite): Mutant {
  return {
    title: `The resource server ${defect}`,
    killedBy: "http/unauthorized-messages",
    rewrite,
    mutate: servingCalls(({ headers }) => headers["x-open"] !== undefined),
  };
}

function hidden(defect: string, rewrite: Rewrite): Mutant {
  return { title: `The server ${defect}`, killedBy: "http/hidden-authorization", rewrite };
}

function discarding(pattern: RegExp): Rewrite {
  return (message) => (pattern.test(message) ? undefined : message);
}
