import { isMicrobiltError, type MicrobiltError } from "@microbilt-oauth/client";
import { type Connection, connect } from "../connection/connection.ts";
import type { ConnectionOptions } from "../connection/connection-options.ts";
import { isRefusal } from "../connection/token-failure.ts";
import type { Host } from "../host.ts";
import { type ClockDifference, clockDifference } from "./clock-difference.ts";
import { type Exchange, recordExchanges } from "./recording-fetch.ts";

/** What the server says about the credentials. */
export interface CheckResult {
  /** The server that was asked, and with which credentials. */
  readonly connection: Connection;
  /** `valid`, `refused`, or `unknown` if the server could not be asked. */
  readonly outcome: "valid" | "refused" | "unknown";
  /** How long the token is valid from now on, in ms; only if the credentials are valid. */
  readonly timeLeft: number | undefined;
  /** When the token expires by the clock of this machine; only if the credentials are valid. */
  readonly expiresAt: Date | undefined;
  /** Why there is no token. */
  readonly error: MicrobiltError | undefined;
  /** The HTTP status; undefined without a response. */
  readonly status: number | undefined;
  /** How long the response took, in ms; undefined without a response. */
  readonly duration: number | undefined;
  /** Undefined without a response, or if the response has no date. */
  readonly clock: ClockDifference | undefined;
}

/**
 * Sends one token request. It is not retried: the result says what the server responded.
 *
 * @throws {CannotRun} if the options name no server or credentials
 */
export async function checkCredentials(
  options: ConnectionOptions,
  host: Pick<Host, "environment">,
  now: () => number,
): Promise<CheckResult> {
  let exchange: Exchange | undefined;
  const fetch = recordExchanges(globalThis.fetch, now, (latest) => {
    exchange = latest;
  });
  const connection = await connect(options, host, { fetch, retry: false });
  const { error, expiresAt } = await requestToken(connection);
  return {
    connection,
    outcome: error === undefined ? "valid" : isRefusal(error) ? "refused" : "unknown",
    timeLeft: expiresAt && expiresAt.getTime() - now(),
    expiresAt,
    error,
    status: exchange?.status,
    duration: exchange && exchange.receivedAt - exchange.sentAt,
    clock: exchange && clockDifference(exchange),
  };
}

async function requestToken({ client }: Connection): Promise<{ error?: MicrobiltError; expiresAt?: Date }> {
  try {
    const { expiresAt } = await client.getToken();
    return { expiresAt };
  } catch (error) {
    if (isMicrobiltError(error)) {
      return { error };
    }
    throw error;
  }
}
