import { bearer, resource } from "@microbilt-oauth/spec/contract";
import { MicrobiltError } from "../errors.ts";
import { networkError } from "../http/network-error.ts";
import { discard } from "../http/read-body.ts";
import { isRedirect } from "../http/redirect.ts";
import type { Fetch, Settings } from "../options.ts";
import type { AccessToken } from "../token/access-token.ts";
import type { TokenCache } from "../token/token-cache.ts";
import { requestUrl } from "./request-url.ts";
import { rejectsToken } from "./token-rejection.ts";

/** Creates a `fetch` that sends the access token, and sends the request again with a new one when it is rejected. */
export function createAuthenticatedFetch(settings: Settings, tokens: TokenCache): Fetch {
  const { clock, fetch, emit, userAgent } = settings;

  return async function authenticatedFetch(input, init): Promise<Response> {
    let request = asRequest(input);
    const url = requestUrl(request ? request.url : (input as string | URL), settings);
    if (init && "url" in init) {
      // As in `fetch`, a Request can be passed as the options. Its members are on its prototype, so a copy would lose them.
      request = new Request(request ?? url, init);
      init = undefined;
    }
    const body = init?.body;
    if (body != null && /^(?:get|head)$/i.test(init?.method ?? request?.method ?? "get")) {
      throw new MicrobiltError("invalid_argument", "fetch cannot send a GET or HEAD request with a body; use POST");
    }
    const signal = init?.signal ?? request?.signal;
    const canReplay = !isStream(body);
    const send = (target: string | Request, { accessToken }: AccessToken) => {
      const given = init?.headers ?? request?.headers;
      const headers = withBearer(given, accessToken, typeof body === "string", userAgent);
      return fetch(target, { ...init, headers, redirect: "manual" });
    };

    const first = tokens.current() ?? (await tokens.get(signal));
    let token = first;
    let response: Response | undefined;
    // Sending a Request uses it up, so a second attempt needs a copy.
    const original = request && canReplay ? request.clone() : (request ?? url);
    try {
      response = await send(original, token);
      if (response.ok) {
        return response;
      }
      if ((await isRejected(response, token)) && canReplay) {
        token = await tokens.get(signal);
        if (token.accessToken !== first.accessToken) {
          discard(response);
          response = await send(request ?? url, token);
          // The caller gets a second rejection, but the next call does not get its token.
          await isRejected(response, token);
        }
      }
      if (isRedirect(response) && (init?.redirect ?? request?.redirect) !== "manual") {
        const { status } = response;
        throw new MicrobiltError("redirected", `Redirects are not followed (status ${status})`, { status });
      }
      return response;
    } catch (error) {
      discard(response);
      if (error instanceof MicrobiltError) {
        throw error;
      }
      signal?.throwIfAborted();
      throw networkError("request", error, [first.accessToken, token.accessToken]);
    }
  };

  /** Returns whether the response rejects the token, which is then no longer cached. */
  async function isRejected(response: Response, { accessToken }: AccessToken): Promise<boolean> {
    const isRejection = await rejectsToken(response, clock);
    if (isRejection) {
      emit({ type: "token_refused", status: response.status });
      tokens.invalidate(accessToken);
    }
    return isRejection;
  }
}

/** Converts a Request of another realm or library to one of this realm, so that what is sent is what was checked. */
function asRequest(input: string | URL | Request): Request | undefined {
  if (typeof input === "string" || !("url" in input)) {
    return undefined;
  }
  return input instanceof Request ? input : new Request((input as Request).url, input);
}

/** Adds the access token, and defaults for the headers that the caller does not set. */
function withBearer(
  given: RequestInit["headers"],
  accessToken: string,
  isText: boolean,
  userAgent: string | undefined,
): NonNullable<RequestInit["headers"]> {
  const defaults: Record<string, string> = { accept: resource.mediaType };
  if (isText) {
    defaults["content-type"] = resource.mediaType;
  }
  const authorization = `${bearer.scheme} ${accessToken}`;
  defaults["authorization"] = authorization;
  if (userAgent) {
    defaults["user-agent"] = userAgent;
  }
  if (!given) {
    // A `Headers` object would cost more than everything else here.
    return defaults;
  }
  const headers = new Headers(given);
  headers.set("authorization", authorization);
  for (const [name, value] of Object.entries(defaults)) {
    if (!headers.has(name)) {
      headers.set(name, value);
    }
  }
  return headers;
}

/** Returns whether a body can be sent only once: a stream of whatever kind. */
function isStream(body: unknown): boolean {
  return typeof body === "object" && body !== null && ("getReader" in body || Symbol.asyncIterator in body);
}
