/** Servers that reject calls in another way, and products that respond in another way. */
import type { MutantResponse, Mutate } from "../../../../mutants/mutant.ts";
import { accessTokenOf, authorizationOf, isCall } from "../../../../mutants/operators/bearer.ts";
import { emptyResponse, intercept, mutateResponse, withHeaders } from "../../../../mutants/operators/response.ts";
import { spec } from "../../../support/run.ts";
import { type Control, combine } from "../control.ts";

const resource = { method: "POST", path: spec.contract.resource.path };

const JSON_FIELDS = { "content-type": "application/json" };

/** One access token (RFC 6750, section 2.1). */
const WELL_FORMED = /^bearer [\w.~+/-]+=*$/i;

const MISSING: MutantResponse = {
  status: 403,
  headers: JSON_FIELDS,
  body: '{"message":"Missing Authentication Token"}',
};

/** Rejected calls. */
export const rejectedCallControls: readonly Control[] = [
  {
    title: "responds with 400 to a malformed or repeated Authorization, as RFC 6750 specifies",
    vary: toCalls((authorization) => authorization !== undefined && !WELL_FORMED.test(authorization), {
      status: 400,
      headers: { ...JSON_FIELDS, "www-authenticate": 'Bearer realm="api", error="invalid_request"' },
      body: '{"error":"invalid_request"}',
    }),
  },
  {
    title: "responds with 400 without a body to a malformed or repeated Authorization, as nginx does",
    vary: toCalls((authorization) => authorization !== undefined && !WELL_FORMED.test(authorization), {
      status: 400,
      headers: { "content-type": "text/html" },
      body: "<html><h1>400 Bad Request</h1></html>\r\n",
    }),
  },
  {
    title: "responds with 403 to calls without an access token, as AWS API Gateway does",
    vary: toCalls((authorization) => authorization === undefined, MISSING),
    blamedFor: ["bearer/missing-status", "bearer/missing-challenge"],
  },
  {
    title: "sends several challenges",
    vary: mutateResponse((response) => {
      const challenge = response.headers["www-authenticate"];
      return challenge === undefined
        ? response
        : withHeaders(response, {
            "www-authenticate": `Negotiate, Basic realm="a, b", charset="UTF-8", ${challenge}, DPoP algs="ES256 PS256"`,
          });
    }),
  },
  {
    title: "accepts access tokens for 30 s after they have expired",
    vary: (context) => (request, original) => {
      const { tokens, clock } = context.emulator;
      const token = tokens.find(accessTokenOf(request));
      const late = token ? clock.now() - token.expiresAt : 0;
      if (token?.state !== "expired" || late > 30_000) {
        return original(request);
      }
      // The emulator has no leeway: it sees the call at a time at which the token was valid.
      clock.advance(-late - 1);
      return original(request).finally(() => clock.advance(late + 1));
    },
  },
  {
    title: "rejects expired access tokens with 500, although RFC 6750 asks for 401",
    emulator: { statuses: { ExpiredAccessToken: 500 } },
    blamedFor: ["bearer/expired-status"],
  },
  {
    title: "rejects calls beyond the quota with 500, although RFC 6585 specifies 429",
    emulator: { statuses: { QuotaExceeded: 500 } },
    blamedFor: ["bearer/quota"],
  },
  {
    title: "does not say when a call beyond the quota may be repeated",
    vary: mutateResponse((response) => withHeaders(response, { "retry-after": undefined })),
  },
  {
    title: "says by a date when a call beyond the quota may be repeated",
    vary: mutateResponse((response) =>
      response.headers["retry-after"] === undefined
        ? response
        : withHeaders(response, { "retry-after": new Date(Date.now() + 60_000).toUTCString() }),
    ),
  },
];

/** Responses of products. */
export const productControls: readonly Control[] = [
  {
    title: "has a product that does not read the body",
    vary: toCalls((_, body, isAuthorized) => isAuthorized && body === "{", {
      status: 200,
      headers: JSON_FIELDS,
      body: "{}",
    }),
  },
  {
    title: "has a product that declares that it responds with 400 to incomplete data",
    vary: product({ status: 400, headers: JSON_FIELDS, body: '{"message":"MsgRqHdr is missing"}' }),
    target: { resource: { ...resource, errorStatuses: [400] } },
  },
  { title: "has a product that responds with 204", vary: product(emptyResponse(204)) },
  {
    title: "has a product that responds in XML, whatever the call accepts",
    vary: product({ status: 200, headers: { "content-type": "application/xml" }, body: "<a/>" }),
  },
  {
    title: "has a product that responds with a PDF",
    vary: product({ status: 200, headers: { "content-type": "application/pdf" }, body: "%PDF-1.7 \u00ff" }),
  },
  ...[403, 404, 405].map((status) => ({
    title: `has a product that supports POST only, and responds with ${status} to other methods`,
    vary: intercept(
      (request, context) => isCall(context, request) && request.method !== "POST",
      status === 403
        ? MISSING
        : { status, headers: { ...JSON_FIELDS, ...(status === 405 && { allow: "POST" }) }, body: '{"message":"no"}' },
    ),
  })),
  {
    title: "sends the header fields of gateways and content delivery networks",
    vary: mutateResponse((response) =>
      withHeaders(response, {
        vary: "Accept-Encoding, Origin",
        "strict-transport-security": "max-age=31536000; includeSubDomains",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "content-security-policy": "default-src 'none'",
        "x-request-id": crypto.randomUUID(),
        "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678",
        traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "x-ratelimit-limit": "1000",
        "x-ratelimit-remaining": "997",
        "server-timing": "total;dur=12",
        "x-kong-upstream-latency": "12",
        "x-kong-proxy-latency": "1",
        "x-powered-by": "ASP.NET",
        "x-aspnet-version": "4.0.30319",
        "cf-ray": "230b030023ae2822-SJC",
        "alt-svc": 'h3=":443"; ma=86400',
        nel: '{"report_to":"default","max_age":2592000}',
        via: "1.1 google",
        server: "nginx",
        "set-cookie": "AWSALB=abcdefghijklmnop; Path=/",
      }),
    ),
  },
  {
    title: "allows other origins to read responses, without credentials, and responds to preflights",
    vary: combine(
      mutateResponse((response, _, request) =>
        request.headers["origin"] === undefined
          ? response
          : withHeaders(response, { "access-control-allow-origin": "*", vary: "Origin" }),
      ),
      intercept((request) => request.method === "OPTIONS", {
        status: 204,
        headers: {
          "access-control-allow-origin": "*",
          "access-control-allow-methods": "GET, POST, OPTIONS",
          "access-control-allow-headers": "authorization, content-type",
          "access-control-max-age": "600",
        },
        body: "",
      }),
    ),
  },
];

/** Sends a fixed response to some calls. */
function toCalls(
  isMatch: (authorization: string | undefined, body: string, isAuthorized: boolean) => boolean,
  response: MutantResponse,
): Mutate {
  return (context) => async (request, original) => {
    if (!isCall(context, request)) {
      return original(request);
    }
    const isAuthorized = context.emulator.tokens.find(accessTokenOf(request))?.state === "active";
    const authorization = request.headers["authorization"] === undefined ? undefined : authorizationOf(request);
    return isMatch(authorization, request.body.toString(), isAuthorized) ? response : original(request);
  };
}

/** Sends a fixed response wherever the emulator's product would respond. */
function product(response: MutantResponse): Mutate {
  return mutateResponse((original, context, request) =>
    isCall(context, request) && original.status === 200 ? response : original,
  );
}
