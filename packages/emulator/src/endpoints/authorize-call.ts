import type { RefusalName } from "../contract/refusals.ts";
import { readBearer } from "../http/bearer.ts";
import type { RequestContext, ServerContext } from "../http/context.ts";
import { refuse } from "../http/responses.ts";
import { matchesPath } from "../input/path-pattern.ts";
import type { App } from "../state/apps.ts";

/** Returns the application that makes a call, or an error response if its token or its quota does not allow the call. */
export function authorizeCall(c: RequestContext, server: ServerContext): App | Response {
  const { api, tokens, quotas, clock } = server;
  const accessToken = readBearer(c.req.raw.headers.get("authorization"), api.contract.bearer.scheme);
  if (accessToken === undefined) {
    const reason = "The Authorization header is missing, or is not a bearer token.";
    return refuseCall(c, server, "MissingAccessToken", reason);
  }
  const token = tokens.inspect(accessToken);
  if (!token || token.state === "revoked") {
    const reason = token ? "The access token was revoked." : "The access token was never issued, or is forgotten.";
    return refuseCall(c, server, "UnknownAccessToken", reason);
  }
  const { app, state } = token;
  c.var.notes.clientId = app.clientId;
  if (state === "expired") {
    return refuseCall(c, server, "ExpiredAccessToken", "The access token has expired.");
  }
  const { products } = app;
  if (products && !products.some((product) => matchesPath(product, c.req.path))) {
    const reason = `The application cannot call this path. Its products: ${products.join(", ") || "none"}.`;
    return refuseCall(c, server, "ProductNotAllowed", reason);
  }
  const secondsToWait = quotas.count(app, clock.now());
  if (secondsToWait !== undefined) {
    const headers = { "retry-after": String(secondsToWait) };
    return refuseCall(c, server, "QuotaExceeded", "The application has used up its quota.", headers);
  }
  return app;
}

/**
 * Creates an error response to a call, with a challenge (RFC 6750, section 3). The challenge has no error code if the
 * call had no token (section 3.1).
 */
export function refuseCall(
  c: RequestContext,
  { api, settings }: ServerContext,
  name: RefusalName,
  reason: string,
  headers: Record<string, string> = {},
): Response {
  const refusal = api.refusals.get(name);
  const { scheme } = api.contract.bearer;
  // Gateways of MicroBilt's family often omit the challenge.
  const hasChallenge = refusal.status === 401 && !settings.isObserved;
  const challenge = name === "MissingAccessToken" ? scheme : `${scheme} error="invalid_token"`;
  return refuse(c, refusal, reason, hasChallenge ? { "www-authenticate": challenge, ...headers } : headers);
}
