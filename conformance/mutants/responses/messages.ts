import type { Mutant } from "../mutant.ts";
import { isCall } from "../operators/bearer.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";
import { isTokenResponse } from "../operators/token-response.ts";
import { inRejectedCall, inRejection, withBody } from "./refusals.ts";

const TWO_HOURS_IN_MS = 7_200_000;

const FAULT = { fault: { faultstring: "Internal error", detail: { errorcode: "messaging.runtime.Failure" } } };

/** Responses with a wrong status, content, length or time. */
export const messageMutants: readonly Mutant[] = [
  inRejection("responds with 500 and no fault", "server-errors", (response) => ({
    ...response,
    status: 500,
    body: "{}",
  })),
  inRejection("responds with 503 and no Retry-After", "server-errors", (response) => ({ ...response, status: 503 })),
  {
    title: "The token endpoint responds with 500 and a fault to a parameter that is repeated",
    killedBy: "responses/server-errors",
    after: ["refusals/form-repeated-client_id", "refusals/form-wrong-secret"],
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && response.status === 400
        ? { ...response, status: 500, body: JSON.stringify(FAULT) }
        : response,
    ),
  },
  {
    title: "The resource server responds with 500 and a fault to a scheme without an access token",
    killedBy: "responses/server-errors",
    after: ["bearer/unknown", "bearer/empty"],
    mutate: mutateResponse((response, context, request) =>
      isCall(context, request) && /^\w+$/.test(request.headers["authorization"] ?? "")
        ? { ...response, status: 500, body: JSON.stringify(FAULT) }
        : response,
    ),
  },
  {
    title: "The server lists the method of the request in the Allow of a 405",
    killedBy: "responses/allow",
    after: ["refusals/method-put"],
    mutate: mutateResponse((response, _, { method }) =>
      response.status === 405 ? withHeaders(response, { allow: `POST, ${method}` }) : response,
    ),
  },
  inRejectedCall("responds with 502", "server-errors", (response) => ({ ...response, status: 502 })),
  {
    title: "The token endpoint responds with 418 to a wrong client_secret",
    killedBy: "refusals/wrong-secret-status",
    notedBy: ["responses/documented-status"],
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && response.status === 401 ? { ...response, status: 418 } : response,
    ),
  },
  inRejection("sends a body in ISO 8859-1", "utf-8", (response) => ({
    ...withBody(response, "application/json", '{"Error":"paramètre absent"}'),
    encoding: "latin1",
  })),
  inRejection("omits Content-Type", "content-type", (response) => withHeaders(response, { "content-type": undefined })),
  inRejectedCall("omits Content-Type", "content-type", (response) =>
    withHeaders(response, { "content-type": undefined }),
  ),
  inRejection("claims that an HTML page is JSON", "media-type", (response) =>
    withBody(response, "application/json", "<html><body>Bad Request</body></html>"),
  ),
  inRejectedCall("claims that JSON is an HTML page", "media-type", (response) =>
    withHeaders(response, { "content-type": "text/html; charset=utf-8" }),
  ),
  inRejection("sends more bytes than Content-Length says", "framing", (response) =>
    withHeaders(response, { "content-length": "5" }),
  ),
  inRejectedCall("sends more bytes than Content-Length says", "framing", (response) =>
    withHeaders(response, { "content-length": "0" }),
  ),
  inRejection("sends a time two hours from now", "date", (response) =>
    withHeaders(response, { date: new Date(Date.now() + TWO_HOURS_IN_MS).toUTCString() }),
  ),
  inRejection("sends the time in another format", "date", (response) =>
    withHeaders(response, { date: new Date().toISOString() }),
  ),
  {
    title: "The token response with an access token has no Date",
    killedBy: "responses/date",
    after: ["token-request/json"],
    mutate: mutateResponse((response, context, request) =>
      isTokenResponse(context, request, response) ? withHeaders(response, { date: undefined }) : response,
    ),
  },
];
