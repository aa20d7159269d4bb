import { createHash } from "node:crypto";
import type { Mutant, MutantRequest, MutantResponse } from "../mutant.ts";
import { accessTokenOf } from "../operators/bearer.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenResponse, membersOf } from "../operators/token-response.ts";
import { inRejectedCall, inRejection, withBody } from "./refusals.ts";

/** Sends calls with a valid access token and a scheme that is not supported. */
const CALL_WITH_TOKEN: readonly string[] = ["bearer/other-scheme"];

const ERROR = "application/json";

/** Responses that contain what nobody but the client, or nobody at all, may know. */
export const disclosureMutants: readonly Mutant[] = [
  secret("contains the client secret", (response, value) => json(response, value)),
  secret("contains the client secret in Base64", (response, value) =>
    json(response, Buffer.from(`id:${value}`).toString("base64")),
  ),
  secret("contains the client secret in upper case", (response, value) => json(response, value.toUpperCase())),
  secret("contains the first half of the client secret", (response, value) =>
    json(response, `${value.slice(0, Math.ceil(value.length / 2))}…`),
  ),
  secret("contains the client secret, escaped as in JSON", (response, value) =>
    withBody(response, ERROR, `{"Error":"${[...value].map(escaped).join("")}"}`),
  ),
  secret("contains the client secret backwards", (response, value) => json(response, [...value].reverse().join(""))),
  secret("sends the client secret in a cookie", (response, value) =>
    withHeaders(response, { "set-cookie": `client=${encodeURIComponent(value)}; Secure; HttpOnly` }),
  ),
  secret("redirects to a URL with the client secret", (response, value) => ({
    ...withHeaders(response, { location: `/login?client_secret=${encodeURIComponent(value)}` }),
    status: 302,
  })),
  {
    title: "The token response sends the access token in a cookie too",
    killedBy: "responses/no-token",
    after: ["token-request/json"],
    mutate: mutateResponse((response, context, request) =>
      isTokenResponse(context, request, response)
        ? withHeaders(response, { "set-cookie": `token=${membersOf(response).access_token}; Secure; HttpOnly` })
        : response,
    ),
  },
  token("repeats the access token", (value) => value),
  token("repeats the access token in upper case", (value) => value.toUpperCase()),
  token("repeats the first half of the access token", (value) => value.slice(0, Math.ceil(value.length / 2))),
  inRejection("sends a stack trace of JavaScript", "no-stack-trace", (response) =>
    json(response, "TypeError: x is undefined\n    at readBody (/srv-app/src/body.js:12:34)"),
  ),
  inRejectedCall("sends a stack trace of Java", "no-stack-trace", (response) =>
    withBody(response, "text/plain", "java.lang.NullPointerException\n\tat com.example.Gateway.call(Gateway.java:42)"),
  ),
  inRejection("sends a stack trace of Python", "no-stack-trace", (response) =>
    withBody(response, "text/plain", 'Traceback (most recent call last):\n  File "app.py", line 3, in token'),
  ),
  inRejection("sends the message of a database", "no-database-error", (response) =>
    json(response, "ORA-01756: quoted string not properly terminated"),
  ),
  inRejectedCall("sends part of a query", "no-database-error", (response) =>
    withHeaders(response, { "x-debug-query": "SELECT * FROM tokens WHERE id = 1" }),
  ),
  inRejection("names the versions of several products", "server-details", (response) =>
    withHeaders(response, { server: "Apache/2.4.29 (Ubuntu) OpenSSL/1.0.2g" }),
  ),
  inRejection("names the version of one product and those of its modules", "server-details", (response) =>
    withHeaders(response, { server: "nginx/1.22.1 lua/5.1" }),
  ),
  ...["md5", "sha256"].map((algorithm) =>
    secret(`contains the ${algorithm} of the client secret`, (response, value) =>
      json(response, createHash(algorithm).update(value).digest("hex")),
    ),
  ),
  {
    title: "The token response contains the access tokens of earlier ones",
    killedBy: "responses/no-other-token",
    after: ["token-request/json", "token-request/form"],
    mutate: (context) => {
      const issued: string[] = [];
      return async (request, original) => {
        const response = await original(request);
        if (!isTokenResponse(context, request, response)) {
          return response;
        }
        issued.push(membersOf(response).access_token);
        return { ...response, body: JSON.stringify({ ...membersOf(response), sessions: issued }) };
      };
    },
  },
  inRejection("names an address of its network", "no-internal-address", (response) =>
    json(response, "upstream 10.20.30.40:8080 rejected the request"),
  ),
  inRejectedCall("names an address of its network in a header field", "no-internal-address", (response) =>
    withHeaders(response, { via: "1.1 gateway-3.eu.internal" }),
  ),
  inRejection("names the path of a file", "no-internal-address", (response) =>
    json(response, "cannot read /opt/gateway/conf/apps.yaml"),
  ),
  inRejection("repeats the body of the request", "no-reflection", (response, _, request) =>
    json(response, `invalid request: ${request.body.toString()}`),
  ),
  {
    title: "The token endpoint repeats markup in a page when it rejects an unsupported grant_type",
    killedBy: "responses/no-reflection",
    after: ["refusals/json-similar-grants"],
    mutate: mutateResponse((response, _, request) =>
      response.status >= 400 && request.body.includes("<b>")
        ? withBody(
            response,
            "text/html",
            `<html>Unsupported: ${/<b>.*<\/b>/.exec(request.body.toString())?.[0]}</html>`,
          )
        : response,
    ),
  },
];

function json(response: MutantResponse, message: string): MutantResponse {
  return withBody(response, ERROR, JSON.stringify({ Error: message }));
}

function secret(defect: string, reveal: (response: MutantResponse, secret: string) => MutantResponse): Mutant {
  return inRejection(defect, "no-secret", (response, { credentials }) => reveal(response, credentials.clientSecret));
}

function token(defect: string, alter: (accessToken: string) => string): Mutant {
  return inRejectedCall(
    defect,
    "no-token",
    (response, _, request) => json(response, `invalid: ${alter(lastWordOf(request))}`),
    CALL_WITH_TOKEN,
  );
}

function lastWordOf(request: MutantRequest): string {
  return accessTokenOf(request) || (request.headers["authorization"]?.split(" ").at(-1) ?? "");
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
