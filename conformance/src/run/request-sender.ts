import type { Agent as HttpAgent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { NotApplicable } from "../errors.ts";
import { QUICK_RETRY, type ServerTarget } from "../target.ts";
import { withFieldLines, withFields } from "../wire/added-fields.ts";
import { type Exchange, exchange, NoResponse, type WireRequest, type WireResponse } from "../wire/exchange.ts";
import { createPacer } from "../wire/pacing.ts";
import { exchangeRaw, type RawExchange, type RawRequest } from "../wire/raw-exchange.ts";
import type { Recorder } from "../wire/recorder.ts";
import type { Redactor } from "../wire/redactor.ts";
import { createRetries } from "../wire/retrying.ts";
import { hideTokens } from "./hide-tokens.ts";

/** After this many timeouts in a row, the run sends no more requests: it would wait for the server in every check. */
const MOST_TIMEOUTS = 6;

const TOO_MANY_REQUESTS = 429;

/** Sends the requests of a run. */
export interface RequestSender {
  /** How many requests it has sent. */
  readonly requests: number;
  /**
   * Sends a request at the target's pace, and again if the server is busy. It records the exchange, and from then on
   * the tokens in the response are hidden.
   *
   * @throws {NoResponse} if no complete response arrives in time
   * @throws {NotApplicable} if the budget is spent, the server has stopped responding, or it rejects the pace
   */
  send(request: WireRequest, options: SendOptions): Promise<Exchange>;
  /** Sends bytes in the same way, on a connection of their own. */
  sendRaw(request: RawRequest, options: SendOptions): Promise<RawExchange>;
}

/** How to send one request. */
export interface SendOptions {
  /** How long to wait for the response, in ms. */
  readonly deadline: number;
  /** The agent that keeps the connection open. @default a new connection */
  readonly agent?: HttpAgent | undefined;
  /** Whether a 429 or 503 is what the check looks for. @default false */
  readonly expectsBusyServer?: boolean | undefined;
  /** Whether to send the request even if the server has stopped responding. @default false */
  readonly runsAlways?: boolean | undefined;
}

/** Creates the sender of a run. */
export function createRequestSender(
  { pace, ca, clientCertificate, proxy, headers = {}, retry = QUICK_RETRY }: ServerTarget,
  redactor: Redactor,
  recorder: Recorder,
): RequestSender {
  const pacer = createPacer(pace);
  const retries = createRetries(retry);
  const route = { ca, clientCertificate, proxy };
  let timeouts = 0;

  /** Waits for the next turn, performs an exchange and counts the timeouts. */
  async function inTurn<T>(perform: () => Promise<T>, { runsAlways = false }: SendOptions): Promise<T> {
    if (timeouts >= MOST_TIMEOUTS && !runsAlways) {
      throw new NotApplicable(`the server did not respond to ${MOST_TIMEOUTS} requests in a row`, "transient");
    }
    await pacer.next();
    try {
      const performed = await perform();
      timeouts = 0;
      return performed;
    } catch (error) {
      timeouts += error instanceof NoResponse && error.hasTimedOut ? 1 : 0;
      throw error;
    }
  }

  /** Performs an exchange until the server is no longer busy, or the run has waited long enough. */
  async function untilReady<T>(
    perform: () => Promise<T>,
    exchangesOf: (performed: T) => readonly Exchange[],
    isRaw: boolean,
    options: SendOptions,
  ): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      const performed = await inTurn(perform, options);
      const exchanges = exchangesOf(performed);
      const last = options.expectsBusyServer ? undefined : exchanges.at(-1)?.response;
      const delay = last && retries.delay(last, attempt);
      for (const exchanged of exchanges) {
        hideTokens(exchanged.request, exchanged.response, redactor);
        recorder.add(exchanged, { isRaw, isRetried: delay !== undefined });
      }
      if (delay === undefined) {
        assertNotTooMany(last);
        return performed;
      }
      await sleep(delay);
    }
  }

  async function exchangeOrRecord(request: WireRequest, { deadline, agent }: SendOptions): Promise<Exchange> {
    try {
      return await exchange(request, { ...route, deadline, ...(agent && { agent }) });
    } catch (error) {
      if (error instanceof NoResponse && error.malformation !== undefined) {
        recorder.addMalformed({ request, problem: error.malformation });
      }
      throw error;
    }
  }

  return {
    get requests() {
      return pacer.requests;
    },
    send: (request, options) =>
      untilReady(
        () => exchangeOrRecord(withFields(request, headers), options),
        (exchanged) => [exchanged],
        false,
        options,
      ),
    sendRaw: (request, options) =>
      untilReady(
        () => exchangeRaw(withFieldLines(request, headers), { ...route, deadline: options.deadline }),
        ({ responses }) => responses.map((response) => ({ request: request.origin, response })),
        true,
        options,
      ),
  };
}

/** A server that rejects a request because there were too many has not looked at it. */
function assertNotTooMany(response: WireResponse | undefined): void {
  if (response?.status === TOO_MANY_REQUESTS) {
    const after = response.headers["retry-after"];
    const asked = after === undefined ? "" : `, Retry-After: ${after}`;
    throw new NotApplicable(`the server rejected the request because there were too many (429${asked})`, "transient");
  }
}
