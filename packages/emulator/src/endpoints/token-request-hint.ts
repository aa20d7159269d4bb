import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";
import type { RequestContext, ServerContext } from "../http/context.ts";
import { withoutTrailingSlash } from "../input/path-pattern.ts";
import { isPlainObject } from "../input/validation/plain-object.ts";

const PARAMETERS: readonly (keyof JsonTokenRequest)[] = ["grant_type", "client_secret"];

/**
 * Explains a request that was meant for the token endpoint, but was sent elsewhere. Undefined if the request does not look
 * like one.
 *
 * @param body the body, parsed if it is JSON, otherwise as a string
 */
export function tokenRequestHint(c: RequestContext, server: ServerContext, body: unknown): string | undefined {
  if (!isTokenPath(c.req.path, server) && !hasTokenParameters(c, body)) {
    return undefined;
  }
  const { settings, api } = server;
  const { path, method, aliases } = api.contract.tokenEndpoint;
  const endpoint = `This looks like a token request; the token endpoint is ${method} ${path}.`;
  const isAlias = aliases.some((alias) => alias.path === c.req.path);
  return isAlias && !settings.isObserved
    ? `${endpoint} ${c.req.path} is not documented: it is accepted with the compatibility "observed".`
    : endpoint;
}

function isTokenPath(path: string, { api, settings }: ServerContext): boolean {
  const { aliases } = api.contract.tokenEndpoint;
  const known = [...settings.tokenPaths, ...aliases.map((alias) => alias.path)];
  return known.some((tokenPath) => tokenPath.toLowerCase() === withoutTrailingSlash(path).toLowerCase());
}

function hasTokenParameters(c: RequestContext, body: unknown): boolean {
  const query = new URL(c.req.url).searchParams;
  const form = typeof body === "string" ? new URLSearchParams(body) : undefined;
  return PARAMETERS.some((name) => query.has(name) || form?.has(name) || (isPlainObject(body) && name in body));
}
