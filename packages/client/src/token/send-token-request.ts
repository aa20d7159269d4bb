import { MicrobiltError, type MicrobiltErrorCode } from "../errors.ts";
import { sleep, throwIfAborted, withDeadline } from "../http/deadline.ts";
import { fetchError } from "../http/fetch-error.ts";
import { exponentialDelay } from "../http/retry.ts";
import { checkResponse } from "../http/send-request.ts";
import type { Settings } from "../options.ts";
import { type AccessToken, assertNotExpired } from "./access-token.ts";
import type { RequestContext } from "./shared-request.ts";
import { type Credentials, fetchToken } from "./token-request.ts";
import { type GrantedToken, readTokenResponse } from "./token-response.ts";

const FIRST_DELAY_IN_MS = 500;
const MAX_DELAY_IN_MS = 8_000;

const TRANSIENT: readonly MicrobiltErrorCode[] = [
  "network_error",
  "timeout",
  "rate_limited",
  "server_error",
  "token_expired",
];

/** Returns whether a failed token request may succeed when it is sent again. */
export function isTransient(error: unknown): boolean {
  return error instanceof MicrobiltError && TRANSIENT.includes(error.code);
}

/**
 * Requests a token from the token endpoint, and retries after transient failures.
 *
 * @throws {MicrobiltError} when all attempts fail, or the signal's reason when it is aborted
 */
export async function sendTokenRequest(
  settings: Settings,
  credentials: Credentials,
  context: RequestContext,
): Promise<AccessToken> {
  const { clock, emit, budget, random } = settings;
  const { signal, background, expect } = context;
  const attempts = background ? 1 : settings.attempts;
  const start = clock.elapsed();
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(signal);
    emit({ type: "token_request", attempt, background });
    const requestedAt = clock.now();
    const requestedAtElapsed = clock.elapsed();
    try {
      const token = { ...(await sendOnce(settings, credentials, context)), requestedAt, requestedAtElapsed };
      assertNotExpired(token, clock);
      emit({ type: "token", from: "server", lifetime: token.lifetime });
      return token;
    } catch (error) {
      throwIfAborted(signal);
      if (!(error instanceof MicrobiltError)) {
        throw error;
      }
      const { code, status, retryAfter = 0 } = error;
      // Full jitter: clients that fail together do not come back together.
      const delay = Math.max(retryAfter, random() * exponentialDelay(FIRST_DELAY_IN_MS, MAX_DELAY_IN_MS, attempt));
      const isRetried = attempt < attempts && isTransient(error) && clock.elapsed() - start + delay <= budget;
      emit({ type: "token_request_failed", code, status, background, retryIn: isRetried ? delay : undefined });
      if (!isRetried) {
        throw error;
      }
      expect(delay);
      await sleep(clock, delay, signal);
    }
  }
}

/** Sends one token request, whose deadline holds even where `fetch` ignores its signal. */
async function sendOnce(
  settings: Settings,
  credentials: Credentials,
  { signal, background, expect }: RequestContext,
): Promise<GrantedToken> {
  const { timeout, clock } = settings;
  expect(timeout);
  const request = `Token request to ${settings.tokenUrl}`;
  const secrets = [credentials.clientSecret];
  const exchange = async (deadline: AbortSignal) =>
    readTokenResponse(checkResponse(await fetchToken(settings, credentials, deadline)), secrets, settings);
  try {
    return await withDeadline(clock, timeout, exchange, {
      signal,
      idle: background,
      prefix: `${request} failed: timeout: `,
    });
  } catch (error) {
    throw fetchError(request, error, secrets);
  }
}
