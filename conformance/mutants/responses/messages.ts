import type { Mutant } from "../mutant.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";
import { isTokenResponse } from "../operators/token-response.ts";
import { inRejectedCall, inRejection, withBody } from "./refusals.ts";

const TWO_HOURS_IN_MS = 7_200_000;

/** Responses with a wrong status, content, length or time. */
export const messageMutants: readonly Mutant[] = [
  inRejection("responds with 500 and no fault", "server-errors", (response) => ({
    ...response,
    status: 500,
    body: "{}",
  })),
  inRejection("responds with 503 and no Retry-After", "server-errors", (response) => ({ ...response, status: 503 })),
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
