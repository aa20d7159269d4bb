import { MicrobiltError, type MicrobiltErrorCode } from "../errors.ts";
import { tell } from "../events.ts";
import { wait } from "../http/deadline.ts";
import { redactedCause } from "../http/redact.ts";
import { backoff } from "../http/retry.ts";
import type { Settings } from "../options.ts";
import type { AccessToken } from "./access-token.ts";
import { buildTokenRequest, type Credentials } from "./token-request.ts";
import { type Grant, readTokenResponse } from "./token-response.ts";

const PASSING: readonly MicrobiltErrorCode[] = [
  "network_error",
  "timeout",
  "rate_limited",
  "server_error",
  "token_expired",
];

/** Whether a failure of a token request can pass by itself, so that asking again can help. */
export function canPass(error: unknown): error is MicrobiltError {
  return error instanceof MicrobiltError && PASSING.includes(error.code);
}

export interface TokenRequestOptions {
  readonly signal: AbortSignal;
  /** Nobody waits: one try, and no timer that keeps the process alive. */
  readonly background: boolean;
}

/**
 * Asks the token endpoint for a token, again where that can help.
 *
 * @throws {MicrobiltError} when none is to be had, or the signal's reason when it is aborted
 */
export async function sendTokenRequest(
  settings: Settings,
  credentials: Credentials,
  { signal, background }: TokenRequestOptions,
): Promise<AccessToken> {
  const { clock, onEvent, budget, random } = settings;
  const attempts = background ? 1 : settings.attempts;
  const start = clock.elapsed();
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    tell(onEvent, { type: "token_request", attempt, background });
    const requestedAt = clock.now();
    const requestedAtElapsed = clock.elapsed();
    try {
      const grant = await attemptOnce(settings, credentials, signal, background);
      // A life of 0 is a token for those who wait now; one that ended on the way is for nobody.
      if (grant.lifetime > 0 && clock.elapsed() - requestedAtElapsed >= grant.lifetime) {
        throw new MicrobiltError("token_expired", "The token endpoint's answer took longer than its token lives");
      }
      tell(onEvent, { type: "token", from: "server", lifetime: grant.lifetime });
      return { ...grant, requestedAt, requestedAtElapsed };
    } catch (error) {
      if (!(error instanceof MicrobiltError)) {
        throw error;
      }
      const delay = Math.max(error.retryAfter ?? 0, backoff(attempt, random()));
      const again = attempt < attempts && canPass(error) && clock.elapsed() - start + delay <= budget;
      const { code, status } = error;
      tell(onEvent, { type: "token_request_failed", code, status, background, retryIn: again ? delay : undefined });
      if (!again) {
        throw error;
      }
      await wait(clock, delay, signal).over;
    }
  }
}

/** One token request with a deadline of its own, which holds even where `fetch` does not heed its signal. */
async function attemptOnce(
  settings: Settings,
  credentials: Credentials,
  signal: AbortSignal,
  background: boolean,
): Promise<Grant> {
  const { baseUrl, flow, fetch, timeout, clock } = settings;
  const secrets = [credentials.clientSecret];
  const controller = new AbortController();
  const limit = wait(clock, timeout, signal, background);
  const exchange = async () => {
    const [url, init] = buildTokenRequest(baseUrl, flow, credentials);
    return readTokenResponse(await fetch(url, { ...init, signal: controller.signal }), secrets, settings);
  };
  const late = limit.over.then(() => {
    throw new MicrobiltError("timeout", `The token endpoint did not answer within ${timeout} ms`);
  });
  try {
    return await Promise.race([exchange(), late]);
  } catch (error) {
    // Whatever is still under way concerns nobody.
    controller.abort();
    if (error instanceof MicrobiltError || signal.aborted) {
      throw error;
    }
    const cause = redactedCause(error, secrets);
    throw new MicrobiltError("network_error", "The token endpoint did not answer", { cause });
  } finally {
    limit.end();
  }
}
