/** Servers that reject token requests in another way. */
import { randomBytes, randomUUID } from "node:crypto";
import type { MutantResponse, Mutate } from "../../../../mutants/mutant.ts";
import { intercept, mutateResponse, withHeaders } from "../../../../mutants/operators/response.ts";
import { isTokenRequest, parametersOf } from "../../../../mutants/operators/token-request.ts";
import type { Credentials } from "../../../../src/target.ts";
import { type Control, combine } from "../control.ts";

const JSON_FIELDS = { "content-type": "application/json" };
const HTML_FIELDS = { "content-type": "text/html; charset=UTF-8" };

/** Refusals with another body or status. */
export const refusalControls: readonly Control[] = [
  {
    title: "responds as gateways of MicroBilt's family do",
    emulator: { compatibility: "observed" },
    // RFC 6749, section 3.2, requires POST.
    blamedFor: [
      "bearer/missing-challenge",
      "bearer/unknown-challenge",
      "refusals/method-get",
      "refusals/methods-with-form",
      "refusals/method-override",
    ],
  },
  {
    title: "adds a request id, a trace id, a time and a duration to errors, in members and in texts",
    vary: rewritingErrors((body) => ({
      ...withText(body, (text) => `${text} (request ${randomUUID()} at ${new Date().toISOString()})`),
      requestId: randomUUID(),
      traceId: randomBytes(16).toString("hex"),
      spanId: randomBytes(8).toString("hex"),
      timestamp: Date.now(),
      time: new Date().toUTCString(),
      duration: `${Math.floor(Math.random() * 900)} ms`,
    })),
  },
  { title: "numbers errors", vary: numberingErrors() },
  {
    title: "responds to errors as RFC 6749 specifies",
    vary: replacingErrors((status) => ({
      headers: JSON_FIELDS,
      body: JSON.stringify({
        error: status === 401 ? "invalid_client" : "invalid_request",
        error_description: "The client could not be authenticated.",
      }),
    })),
  },
  {
    title: "responds to errors as RFC 9457 specifies",
    vary: replacingErrors((status) => ({
      headers: { "content-type": "application/problem+json" },
      body: JSON.stringify({ type: "about:blank", title: "Error", status, instance: `urn:uuid:${randomUUID()}` }),
    })),
  },
  {
    title: "responds to errors as Spring does",
    vary: replacingErrors((status, path) => ({
      headers: JSON_FIELDS,
      body: JSON.stringify({ timestamp: new Date().toISOString(), status, error: "Error", message: "", path }),
    })),
  },
  {
    title: "responds to errors with HTML, although RFC 6749 asks for JSON",
    vary: replacingErrors((status) => ({ headers: HTML_FIELDS, body: `<html><h1>${status}</h1><hr>nginx</html>\r\n` })),
    blamedFor: ["refusals/error-json"],
  },
  {
    title: "responds to errors without a body, although RFC 6749 asks for JSON",
    vary: replacingErrors(() => ({ headers: {}, body: "" })),
    blamedFor: ["refusals/error-json"],
  },
  { title: "responds with 400 to wrong credentials", vary: replacingStatus(401, 400) },
  {
    title: "responds to wrong credentials with 500, although RFC 6749 asks for 400 or 401",
    emulator: { statuses: { InvalidClientIdentifier: 500 } },
    vary: replacingStatus(401, 500),
    blamedFor: ["refusals/wrong-secret-status", "responses/server-errors"],
  },
  {
    title: "responds with 401 to other grant types, and to other media types, in which it finds no credentials",
    vary: combine(toGrantTypes(401), replacingStatus(415, 401)),
  },
  {
    title: "responds with 400 to other grant types and to other media types",
    vary: combine(toGrantTypes(400), replacingStatus(415, 400)),
  },
  { title: "responds with 404 to other methods", vary: toMethods({ status: 404, headers: HTML_FIELDS, body: "no" }) },
  {
    title: "responds with 403 to other methods, as AWS API Gateway does",
    vary: toMethods({ status: 403, headers: JSON_FIELDS, body: '{"message":"Missing Authentication Token"}' }),
  },
  { title: "responds with 501 to other methods", vary: toMethods({ status: 501, headers: {}, body: "" }) },
  {
    title: "supports OPTIONS and HEAD, and lists them in Allow",
    vary: combine(
      mutateResponse((response, context, request) =>
        isTokenRequest(context, request) && response.status === 405
          ? withHeaders(response, { allow: "OPTIONS,POST, HEAD" })
          : response,
      ),
      toMethod("OPTIONS", { status: 204, headers: { allow: "OPTIONS, POST" }, body: "" }),
      toMethod("HEAD", { status: 200, headers: {}, body: "" }),
    ),
  },
  { title: "rejects bodies beyond 100 kB", emulator: { bodyLimit: 100_500 } },
  { title: "accepts bodies of 10 MB", emulator: { bodyLimit: 20_000_000 } },
];

/** Secrets that appear in responses although nobody reveals them. */
export const secretControls: readonly Control[] = [
  {
    title: "knows an application whose client id and client secret are equal",
    ...withCredentials({ clientId: "an-application-1", clientSecret: "an-application-1" }),
  },
  ...["secret", "e", "approved"].map(withSecret),
];

function withSecret(clientSecret: string): Control {
  return {
    title: `knows an application with the client secret ${clientSecret}`,
    ...withCredentials({ clientId: "an-application", clientSecret }),
    vary: replacingErrors((status) => ({
      headers: JSON_FIELDS,
      body: JSON.stringify({ ErrorCode: status === 401 ? "invalid_client" : "invalid_request", Error: "wrong secret" }),
    })),
  };
}

function withCredentials(credentials: Credentials): Pick<Control, "emulator" | "target"> {
  return { emulator: { apps: [credentials] }, target: { credentials } };
}

/** Changes the errors of the token endpoint, as JSON. */
function rewritingErrors(rewrite: (body: Readonly<Record<string, unknown>>) => object): Mutate {
  return mutateResponse((response, context, request) => {
    const isError = isTokenRequest(context, request) && response.status >= 400 && response.body.startsWith("{");
    return isError ? { ...response, body: JSON.stringify(rewrite(JSON.parse(response.body))) } : response;
  });
}

function withText(body: Readonly<Record<string, unknown>>, rewrite: (text: string) => string): object {
  const { Error: text } = body;
  return typeof text === "string" ? { ...body, Error: rewrite(text) } : body;
}

function numberingErrors(): Mutate {
  let number = 1_000;
  return rewritingErrors((body) => {
    number += 1;
    return { ...body, number };
  });
}

/** Replaces the errors of the token endpoint. A fault becomes a 400: only gateways of the family fail on grant types. */
function replacingErrors(write: (status: number, path: string) => Pick<MutantResponse, "headers" | "body">): Mutate {
  return mutateResponse((response, context, request) => {
    if (!isTokenRequest(context, request) || response.status < 400) {
      return response;
    }
    const { allow } = response.headers;
    const status = response.status === 500 ? 400 : response.status;
    const { headers, body } = write(status, request.path);
    return { status, headers: { ...headers, ...(allow && { allow }) }, body };
  });
}

function replacingStatus(from: number, to: number): Mutate {
  return mutateResponse((response, context, request) =>
    isTokenRequest(context, request) && response.status === from ? { ...response, status: to } : response,
  );
}

/** Rejects other grant types with another status. */
function toGrantTypes(status: number): Mutate {
  return mutateResponse((response, context, request) => {
    const grantType = parametersOf(context, request)?.grant_type;
    const isOther = Boolean(grantType) && !context.contract.grantTypes.some((known) => known === grantType);
    return isOther && response.status >= 400 ? { ...response, status } : response;
  });
}

function toMethods(response: MutantResponse): Mutate {
  return intercept(
    (request, context) => isTokenRequest(context, request) && request.method !== context.contract.tokenEndpoint.method,
    response,
  );
}

function toMethod(method: string, response: MutantResponse): Mutate {
  return intercept((request, context) => isTokenRequest(context, request) && request.method === method, response);
}
