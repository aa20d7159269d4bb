import { bearer, resource } from "@microbilt-oauth/spec/contract";
import { MicrobiltError } from "../errors.ts";
import { throwIfAborted, untilAborted } from "../http/deadline.ts";
import { fetchError } from "../http/fetch-error.ts";
import type { FetchInit } from "../http/fetch-like.ts";
import { discard } from "../http/read-body.ts";
import { isRedirect } from "../http/redirect.ts";
import { checkResponse, sendRequest } from "../http/send-request.ts";
import type { Fetch, Settings } from "../options.ts";
import { type AccessToken, isNew } from "../token/access-token.ts";
import type { TokenCache } from "../token/token-cache.ts";
import { type CallInit, isStream, readCall } from "./read-call.ts";
import { createReplayPauses } from "./replay-pauses.ts";
import { rejectsToken } from "./token-rejection.ts";

/** Creates a `fetch` that sends the access token, and sends the request again with a new one when it is rejected. */
export function createAuthenticatedFetch(settings: Settings, tokens: TokenCache): Fetch {
  const { clock, emit, fetch, origin, userAgent } = settings;
  const pauses = createReplayPauses(clock);

  return async function authenticatedFetch(input, options): Promise<Response> {
    const read = readCall(input, options, settings);
    const readSignal = options?.signal ?? (input as Request).signal ?? undefined;
    const { url, init } = read instanceof Promise ? await untilAborted(read, readSignal) : read;
    const { body, redirect } = init;
    const signal = init.signal ?? undefined;
    // Not every `fetch` heeds the signal.
    const send = (token: AccessToken) =>
      untilAborted(sendRequest(fetch, url, withBearer(init, token, userAgent)), signal);
    // What cannot be read because the caller aborted says nothing about the token.
    const judge = (rejected: Response) => untilAborted(rejectsToken(rejected, clock), signal);

    const first = tokens.current() ?? (await tokens.get(signal));
    let token = first;
    let response: Response | undefined;
    try {
      response = checkResponse(await send(token));
      if (response.ok) {
        return response;
      }
      const call = `${(init.method ?? "GET").toUpperCase()} ${url.split("?")[0]}`;
      let rejection = await judge(response);
      const pause = `${rejection} ${call}`;
      if (rejection && !pauses.isPaused(pause)) {
        reject(response, token);
        if (!isStream(body)) {
          token = await tokens.get(signal);
        }
        if (token.accessToken !== first.accessToken) {
          discard(response);
          response = checkResponse(await send(token));
          rejection = await judge(response);
          if (rejection === "certain" && !isNew(token, clock)) {
            // The token of another process: the caller gets a second rejection, but the next call does not get its token.
            reject(response, token);
            return response;
          }
        }
        if (rejection) {
          // The token is new, so it is not the cause: it is kept, and another one would not help soon.
          pauses.start(`${rejection} ${call}`);
        } else {
          pauses.end(pause);
        }
      }
      if (isRedirect(response) && redirect !== "manual") {
        const { status } = response;
        throw new MicrobiltError(
          "redirected",
          `Request to ${origin} failed: redirected (status ${status}). Check the path, or pass redirect: "manual"`,
          { status },
        );
      }
      return response;
    } catch (error) {
      discard(response);
      throwIfAborted(signal);
      throw fetchError(`Request to ${origin}`, error, [first.accessToken, token.accessToken]);
    }
  };

  function reject({ status }: Response, { accessToken }: AccessToken): void {
    emit({ type: "token_refused", status });
    tokens.invalidate(accessToken);
  }
}

/** Copies options, with the access token and with defaults for the headers that the caller does not set. */
function withBearer(init: CallInit, { accessToken }: AccessToken, userAgent: string | undefined): FetchInit {
  const headers: Record<string, string> = { accept: resource.mediaType };
  if (typeof init.body === "string") {
    headers["content-type"] = resource.mediaType;
  }
  if (userAgent) {
    headers["user-agent"] = userAgent;
  }
  Object.assign(headers, init.headers);
  headers["authorization"] = `${bearer.scheme} ${accessToken}`;
  // One spread, because each costs as much as everything else here.
  return { ...(init as FetchInit), headers };
}
