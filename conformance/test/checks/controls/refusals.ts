/** Servers that reject token requests in another way, or accept what the documentation does not mention. */
import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { MutantRequest, MutantResponse, Mutate } from "../../../mutants/mutant.ts";
import { intercept, mutateResponse, withHeaders } from "../../../mutants/operators/response.ts";
import {
  bodyParametersOf,
  flowOf,
  isTokenRequest,
  mutateRequest,
  parametersOf,
  validParameters,
  withParameters,
} from "../../../mutants/operators/token-request.ts";
import type { Credentials } from "../../../src/target.ts";
import { type Control, combine } from "./control.ts";

const JSON_FIELDS = { "content-type": "application/json" };
const HTML_FIELDS = { "content-type": "text/html; charset=UTF-8" };

/** Refusals with another body or status. */
export const refusalControls: readonly Control[] = [
  {
    title: "responds as gateways of MicroBilt's family do",
    emulator: { compatibility: "observed" },
    blamedFor: ["bearer/missing-challenge", "bearer/unknown-challenge"],
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
    title: "responds to errors with HTML",
    vary: replacingErrors((status) => ({ headers: HTML_FIELDS, body: `<html><h1>${status}</h1><hr>nginx</html>\r\n` })),
  },
  { title: "responds to errors without a body", vary: replacingErrors(() => ({ headers: {}, body: "" })) },
  { title: "responds with 400 to wrong credentials", vary: replacingStatus(401, 400) },
  {
    title: "responds to wrong credentials with 500, although RFC 6749 asks for 400 or 401",
    emulator: { statuses: { InvalidClientIdentifier: 500 } },
    vary: replacingStatus(401, 500),
    blamedFor: [
      "refusals/json-long-client_id",
      "refusals/json-long-client_secret",
      "refusals/form-long-client_id",
      "refusals/form-long-client_secret",
      "refusals/wrong-secret-status",
    ],
  },
  { title: "responds with 401 to other grant types", vary: toGrantTypes(401) },
  { title: "responds with 403 to other grant types", vary: toGrantTypes(403) },
  { title: "responds with 400 to other media types", vary: replacingStatus(415, 400) },
  { title: "finds no credentials in other media types, and responds with 401", vary: replacingStatus(415, 401) },
  { title: "responds with 404 to other methods", vary: toMethods({ status: 404, headers: HTML_FIELDS, body: "no" }) },
  {
    title: "responds with 403 to other methods, as AWS API Gateway does",
    vary: toMethods({ status: 403, headers: JSON_FIELDS, body: '{"message":"Missing Authentication Token"}' }),
  },
  { title: "responds with 501 to other methods", vary: toMethods({ status: 501, headers: {}, body: "" }) },
  {
    title: "lists more methods in Allow",
    vary: mutateResponse((response) =>
      response.status === 405 ? withHeaders(response, { allow: "OPTIONS,POST, HEAD" }) : response,
    ),
  },
  {
    title: "supports OPTIONS and HEAD",
    vary: combine(
      toMethod("OPTIONS", { status: 204, headers: { allow: "OPTIONS, POST" }, body: "" }),
      toMethod("HEAD", { status: 200, headers: {}, body: "" }),
    ),
  },
  { title: "rejects bodies beyond 100 kB", emulator: { bodyLimit: 100_500 } },
  { title: "accepts bodies of 10 MB", emulator: { bodyLimit: 20_000_000 } },
];

/** Servers that are busy now and then. */
export const busyControls: readonly Control[] = [
  {
    title: "responds with 429 now and then, and says when to try again",
    vary: everyNth(200, { status: 429, headers: { ...JSON_FIELDS, "retry-after": "1" }, body: "{}" }),
  },
  {
    title: "responds with 429 now and then, and does not say when to try again",
    vary: everyNth(100, { status: 429, headers: JSON_FIELDS, body: "{}" }),
  },
  {
    title: "responds with 503 now and then, as during a deployment",
    vary: everyNth(100, { status: 503, headers: HTML_FIELDS, body: "<html><h1>503 Service Unavailable</h1></html>" }),
  },
  { title: "takes a while for each response", vary: delayedBy(5) },
];

/** Applications that are locked out after several wrong secrets in a row. */
export const lockoutControls: readonly Control[] = [
  {
    title: "locks an application out for 15 minutes after 5 wrong secrets in a row",
    vary: lockingOut(5, application),
  },
  {
    title: "locks an application out for 15 minutes after 3 wrong secrets in a row",
    vary: lockingOut(3, application),
  },
  { title: "locks an address out after 5 wrong credentials in a row", vary: lockingOut(5, () => "the address") },
];

/** Requests that a server may accept, because no statement tells it to reject them. */
export const lenientControls: readonly Control[] = [
  {
    title: "ignores the case of paths, as IIS does",
    vary: mutateRequest((request, { contract: { tokenEndpoint, resource } }) => {
      const path = [tokenEndpoint.path, resource.path].find(
        (known) => known.toLowerCase() === request.path.toLowerCase(),
      );
      return path === undefined ? undefined : { ...request, path };
    }),
  },
  {
    title: "ignores unknown parameters in the query",
    vary: mutateRequest((request) => {
      const query = new URLSearchParams(request.query);
      for (const name of [...query.keys()]) {
        if (!["grant_type", "client_id", "client_secret", "access_token"].includes(name)) {
          query.delete(name);
        }
      }
      return { ...request, query: query.toString() };
    }),
  },
  {
    title: "ignores the query of a JSON token request, so that it may contradict the body",
    vary: mutateRequest((request, context) =>
      flowOf(context, request) === "json" ? { ...request, query: "" } : undefined,
    ),
    blamedFor: ["refusals/query-against-json"],
  },
  {
    title: "accepts grant_type in the form",
    vary: mutateRequest((request, context) => {
      const { grant_type } = bodyParametersOf(request);
      return flowOf(context, request) === "form" && request.query === "" && typeof grant_type === "string"
        ? { ...request, query: new URLSearchParams({ grant_type }).toString() }
        : undefined;
    }),
  },
  {
    title: "accepts grant_type in the query of a JSON token request, although RFC 6749 puts it into the body",
    vary: mutateRequest((request, context) => {
      const parameters = parametersOf(context, request);
      const { grant_type } = bodyParametersOf(request);
      return flowOf(context, request) === "json" && grant_type === undefined && parameters?.grant_type !== undefined
        ? withParameters(context, request, parameters)
        : undefined;
    }),
    blamedFor: ["refusals/query-instead-of-json"],
  },
  { title: "accepts HTTP Basic instead of credentials in the body", vary: acceptingBasic() },
  {
    title: "accepts PUT, although RFC 6749 specifies POST",
    vary: mutateRequest((request, context) =>
      isTokenRequest(context, request) && request.method === "PUT" ? { ...request, method: "POST" } : undefined,
    ),
    blamedFor: ["refusals/method-put", "refusals/method-status", "refusals/methods-with-form"],
  },
  {
    title: "reads an array of one value as that value, although RFC 6749 allows each parameter once",
    vary: mutateRequest((request, context) => {
      const parameters = flowOf(context, request) === "json" ? parametersOf(context, request) : undefined;
      const values = Object.entries(parameters ?? {}).map(([name, value]) => [
        name,
        Array.isArray(value) && value.length === 1 ? value[0] : value,
      ]);
      return parameters && Object.values(parameters).some(Array.isArray)
        ? withParameters(context, request, Object.fromEntries(values))
        : undefined;
    }),
    blamedFor: ["refusals/json-array-client_id", "refusals/json-array-client_secret", "refusals/json-array-grant_type"],
  },
  {
    title: "ignores the case of client ids, although RFC 6749 distinguishes it",
    vary: mutateRequest((request, context) => {
      const parameters = parametersOf(context, request);
      const { client_id } = validParameters(context);
      const given = String(parameters?.client_id);
      return given !== client_id && given.toLowerCase() === client_id.toLowerCase()
        ? withParameters(context, request, { ...parameters, client_id })
        : undefined;
    }),
    blamedFor: ["refusals/id-case", "refusals/json-similar-credentials", "refusals/form-similar-credentials"],
  },
];

/** Secrets that appear in responses although nobody reveals them. */
export const secretControls: readonly Control[] = ["secret", "e", "approved", "client_secret", "BearerToken", "1"].map(
  (clientSecret) => ({
    title: `knows an application with the client secret ${clientSecret}`,
    ...withCredentials({ clientId: "an-application", clientSecret }),
    vary: replacingErrors((status) => ({
      headers: JSON_FIELDS,
      body: JSON.stringify({ ErrorCode: status === 401 ? "invalid_client" : "invalid_request", Error: "wrong secret" }),
    })),
  }),
);

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

/** Replaces the errors of the token endpoint. */
function replacingErrors(write: (status: number, path: string) => Pick<MutantResponse, "headers" | "body">): Mutate {
  return mutateResponse((response, context, request) => {
    if (!isTokenRequest(context, request) || response.status < 400) {
      return response;
    }
    const { allow } = response.headers;
    const { headers, body } = write(response.status, request.path);
    return { status: response.status, headers: { ...headers, ...(allow && { allow }) }, body };
  });
}

function replacingStatus(from: number, to: number): Mutate {
  return mutateResponse((response, context, request) =>
    isTokenRequest(context, request) && response.status === from ? { ...response, status: to } : response,
  );
}

/** Rejects other grant types, once the credentials are valid, with another status. */
function toGrantTypes(status: number): Mutate {
  return mutateResponse((response, context, request) => {
    const grantType = parametersOf(context, request)?.grant_type;
    const isOther =
      typeof grantType === "string" && grantType !== "" && !context.contract.grantTypes.includes(grantType);
    return isOther && response.status >= 400 ? { ...response, status } : response;
  });
}

function everyNth(period: number, response: MutantResponse): Mutate {
  return () => {
    let requests = 0;
    return async (request, original) => {
      requests += 1;
      return requests % period === 0 ? response : original(request);
    };
  };
}

function delayedBy(ms: number): Mutate {
  return () => async (request, original) => {
    await sleep(ms);
    return original(request);
  };
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

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function application(clientId: string, isRegistered: boolean): string | undefined {
  return isRegistered ? clientId : undefined;
}

/**
 * Rejects every token request after several wrong secrets in a row. It checks the credentials before anything else.
 *
 * @param keyFor what is locked out; undefined if nothing is
 */
function lockingOut(most: number, keyFor: (clientId: string, isRegistered: boolean) => string | undefined): Mutate {
  return (context) => {
    const failures = new Map<string, number>();
    return async (request, original) => {
      const { client_id, client_secret } = parametersOf(context, request) ?? {};
      const isRegistered = context.emulator.apps.list().some(({ clientId }) => clientId === client_id);
      const key = keyFor(String(client_id), isRegistered);
      if (key === undefined || !isText(client_id) || !isText(client_secret)) {
        return original(request);
      }
      const failed = failures.get(key) ?? 0;
      if (failed >= most) {
        return { status: 403, headers: JSON_FIELDS, body: '{"ErrorCode":"locked","Error":"Try again later"}' };
      }
      const [grant_type] = context.contract.grantTypes;
      const probe = await original(withParameters(context, request, { client_id, client_secret, grant_type }));
      failures.set(key, probe.status === 200 ? 0 : failed + 1);
      return original(request);
    };
  };
}

/** Reads credentials from Authorization where the body has none; rejects a request that has both. */
function acceptingBasic(): Mutate {
  return mutateRequest((request, context) => {
    const basic = /^basic (.*)$/i.exec(request.headers["authorization"] ?? "")?.[1];
    const flow = flowOf(context, request);
    if (basic === undefined || flow === undefined || hasCredentials(request)) {
      return undefined;
    }
    const [client_id = "", client_secret = ""] = Buffer.from(basic, "base64")
      .toString()
      .split(":")
      .map(decodeURIComponent);
    const { authorization: _, ...headers } = request.headers;
    return withParameters(
      context,
      { ...request, headers },
      { ...parametersOf(context, request), client_id, client_secret },
    );
  });
}

function hasCredentials(request: MutantRequest): boolean {
  const { client_id, client_secret } = bodyParametersOf(request);
  return client_id !== undefined || client_secret !== undefined;
}
