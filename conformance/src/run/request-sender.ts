import type { Agent as HttpAgent } from "node:http";
import { NotApplicable } from "../errors.ts";
import type { ServerTarget } from "../target.ts";
import { ACCESS_TOKEN_VARIABLE, OTHER_TOKEN_VARIABLE } from "../variables.ts";
import { type Exchange, exchange, NoResponse, type WireRequest, type WireResponse } from "../wire/exchange.ts";
import { createPacer } from "../wire/pacing.ts";
import { exchangeRaw, type RawExchange, type RawRequest } from "../wire/raw-exchange.ts";
import type { Redactor } from "../wire/redactor.ts";

/** After this many timeouts in a row, the run sends no more requests: it would wait for the server in every check. */
const MOST_TIMEOUTS = 6;

/** Matches access tokens also where the response is an error, or not JSON. */
const ACCESS_TOKEN_MEMBER = /"access_token"\s*:\s*"([^"]+)"/g;
/** Matches the other tokens that servers issue, such as refresh tokens. */
const TOKEN_MEMBER = /"\w*_token"\s*:\s*"([^"]+)"/g;

/** Sends the requests of a run. */
export interface RequestSender {
  /** How many requests it has sent. */
  readonly requests: number;
  /**
   * Sends a request at the target's pace. From then on, the tokens in the response are hidden.
   *
   * @throws {NoResponse} if no complete response arrives in time
   * @throws {NotApplicable} if the budget is spent, the server has stopped responding, or it rejects the pace
   */
  send(request: WireRequest, options: SendOptions): Promise<Exchange>;
  /** Sends bytes in the same way, on a connection of their own. */
  sendRaw(request: RawRequest, options: Pick<SendOptions, "deadline">): Promise<RawExchange>;
}

/** How to send one request. */
export interface SendOptions {
  /** How long to wait for the response, in ms. */
  readonly deadline: number;
  /** The agent that keeps the connection open. @default a new connection */
  readonly agent?: HttpAgent | undefined;
}

/** Creates the sender of a run. */
export function createRequestSender({ pace, ca, lacks }: ServerTarget, redactor: Redactor): RequestSender {
  const pacer = createPacer(pace);
  let timeouts = 0;

  /** Waits for the next turn, performs an exchange and counts the timeouts. */
  async function inTurn<T>(perform: () => Promise<T>): Promise<T> {
    if (timeouts >= MOST_TIMEOUTS) {
      throw new NotApplicable(`the server did not respond to ${MOST_TIMEOUTS} requests in a row`);
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

  function inspect({ status, body }: WireResponse): void {
    hideTokens(body, redactor);
    if (status === 429 && lacks.burst !== undefined) {
      throw new NotApplicable("the server rejected the request because there were too many (429)");
    }
  }

  return {
    get requests() {
      return pacer.requests;
    },
    async send(request, { deadline, agent }) {
      const exchanged = await inTurn(() => exchange(request, { ca, deadline, ...(agent && { agent }) }));
      inspect(exchanged.response);
      return exchanged;
    },
    async sendRaw(request, { deadline }) {
      const exchanged = await inTurn(() => exchangeRaw(request, { ca, deadline }));
      exchanged.responses.forEach(inspect);
      return exchanged;
    },
  };
}

function hideTokens(body: string, { hide }: Redactor): void {
  for (const [, token = ""] of body.matchAll(TOKEN_MEMBER)) {
    hide(token, `$${OTHER_TOKEN_VARIABLE}`);
  }
  for (const [, accessToken = ""] of body.matchAll(ACCESS_TOKEN_MEMBER)) {
    hide(accessToken, `$${ACCESS_TOKEN_VARIABLE}`);
  }
}
