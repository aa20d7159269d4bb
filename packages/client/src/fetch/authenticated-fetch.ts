import { bearer, resource } from "@microbilt-oauth/spec/contract";
import { MicrobiltError } from "../errors.ts";
import { tell } from "../events.ts";
import { discard } from "../http/read-body.ts";
import { redactedCause } from "../http/redact.ts";
import { isRedirect } from "../http/redirect.ts";
import type { Settings } from "../options.ts";
import type { AccessToken } from "../token/access-token.ts";
import type { TokenSource } from "../token/token-cache.ts";
import { requestUrl } from "./request-url.ts";
import { refusesToken } from "./token-rejection.ts";

/** `fetch` with the bearer: at the configured origin, once more with a new token when the first is refused. */
export type AuthenticatedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export function createAuthenticatedFetch(settings: Settings, tokens: TokenSource): AuthenticatedFetch {
  const { clock, fetch, onEvent } = settings;

  return async function authenticatedFetch(input, init): Promise<Response> {
    const request = asRequest(input);
    const url = request ? requestUrl(request.url, settings) : requestUrl(input as string | URL, settings);
    if (init && "url" in init) {
      // As in fetch, a Request can stand for the options; what it has is not its own, and would be lost in a copy.
      return authenticatedFetch(new Request(request ?? url, init), undefined);
    }
    const signal = init?.signal ?? request?.signal ?? undefined;
    const redirect = init?.redirect ?? request?.redirect;
    assertSendable(init, request);

    const send = (target: string | Request, token: AccessToken) => {
      const headers = withBearer(init?.headers ?? request?.headers, token, typeof init?.body === "string");
      return fetch(target, { ...init, headers, redirect: "manual" });
    };

    const first = tokens.peek() ?? (await tokens.get(signal));
    let second: AccessToken | undefined;
    const canReplay = isReplayable(init?.body);
    // What is sent is used up; a second try needs a copy.
    const original = request && canReplay ? request.clone() : (request ?? url);
    try {
      const response = await send(original, first);
      if (response.ok) {
        return response;
      }
      if (!(await isRefused(response, first))) {
        return assertNoRedirect(response, redirect);
      }
      if (!canReplay) {
        return response;
      }
      second = await replacement(signal, response);
      if (second.value === first.value) {
        return response;
      }
      discard(response);
      const last = await send(request ?? url, second);
      // A second refusal is handed over, but its token is no better for the next call.
      await isRefused(last, second);
      return assertNoRedirect(last, redirect);
    } catch (error) {
      if (error instanceof MicrobiltError) {
        throw error;
      }
      signal?.throwIfAborted();
      const cause = redactedCause(error, [first.value, second?.value ?? ""]);
      throw new MicrobiltError("network_error", "The call failed before an answer came", { cause });
    }
  };

  /** Whether a token was refused; it is then dropped, if it is still the one at hand. */
  async function isRefused(response: Response, token: AccessToken): Promise<boolean> {
    const refused = await refusesToken(response, clock);
    if (refused) {
      tell(onEvent, { type: "token_refused", status: response.status });
      tokens.invalidate(token.value);
    }
    return refused;
  }

  /** Another token; without one nobody reads the refusal either. */
  async function replacement(signal: AbortSignal | undefined, refusal: Response): Promise<AccessToken> {
    try {
      return tokens.peek() ?? (await tokens.get(signal));
    } catch (error) {
      discard(refusal);
      throw error;
    }
  }
}

/** A Request of another realm or library becomes one of our own, so that what is sent is what was looked at. */
function asRequest(input: string | URL | Request): Request | undefined {
  if (typeof input === "string" || !("url" in input)) {
    return undefined;
  }
  return input instanceof Request ? input : new Request((input as Request).url, input);
}

/** The headers of a call. Without any given, a plain object does: making `Headers` would cost more than all the rest. */
function withBearer(
  given: RequestInit["headers"],
  token: AccessToken,
  isText: boolean,
): NonNullable<RequestInit["headers"]> {
  const authorization = `${bearer.scheme} ${token.value}`;
  const accept = resource.mediaType;
  if (given === undefined) {
    return isText ? { accept, "content-type": resource.mediaType, authorization } : { accept, authorization };
  }
  const headers = new Headers(given);
  headers.set("authorization", authorization);
  if (!headers.has("accept")) {
    headers.set("accept", accept);
  }
  if (isText && !headers.has("content-type")) {
    headers.set("content-type", resource.mediaType);
  }
  return headers;
}

/** Whether a body can be sent a second time: a stream, of whatever kind, is used up by the first. */
function isReplayable(body: unknown): boolean {
  return typeof body !== "object" || body === null || !("getReader" in body || Symbol.asyncIterator in body);
}

function assertSendable(init: RequestInit | undefined, request: Request | undefined): void {
  if (init?.body != null && /^(?:get|head)$/i.test(init.method ?? request?.method ?? "get")) {
    throw new MicrobiltError("invalid_argument", "fetch cannot send a GET with a body: use POST");
  }
}

/** Following a redirect would send the body again, perhaps to somebody else. */
function assertNoRedirect(response: Response, mode: RequestInit["redirect"]): Response {
  if (!isRedirect(response) || mode === "manual") {
    return response;
  }
  discard(response);
  const { status } = response;
  throw new MicrobiltError("redirected", `The call is redirected, which is not followed (status ${status})`, {
    status,
  });
}
