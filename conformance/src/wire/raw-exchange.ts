import type { Socket } from "node:net";
import { NotApplicable } from "../errors.ts";
import { connectTo, connectWithTls, ProxyRefused, type Route } from "./connect.ts";
import { NoResponse, type WireRequest, type WireResponse } from "./exchange.ts";
import { type ParsedResponses, parseResponses } from "./parse-responses.ts";

/** How long the server has to send something after a complete response, or to close the connection. */
const QUIET_IN_MS = 250;

/** A message that `node:http` cannot send. */
export interface RawRequest {
  /** The request from which the message was made. Its URL names the server. */
  readonly origin: WireRequest;
  /** The bytes to send, one character per byte. */
  readonly message: string;
  /** The bytes to send once the server has sent an interim response, one character per byte. @default none */
  readonly afterInterim?: string;
  /** How many responses the message asks for. @default 1 */
  readonly responses?: number;
  /** Whether the message is a HEAD request. @default false */
  readonly isHead?: boolean;
}

/** A message, and everything that the server sent back. */
export interface RawExchange {
  /** The message. */
  readonly request: RawRequest;
  /** The complete final responses, in order; none if the server closed the connection without one. */
  readonly responses: readonly WireResponse[];
  /** How many interim responses the server sent. */
  readonly interim: number;
  /** What follows the last complete response, one character per byte. */
  readonly rest: string;
  /** Whether the server closed the connection. */
  readonly isClosed: boolean;
}

/** The whole response to a message did not arrive. */
export class NoRawResponse extends NoResponse {
  /** The message. */
  readonly rawRequest: RawRequest;

  /** Creates the error; `problem` says what happened instead. */
  constructor(problem: string, rawRequest: RawRequest, hasTimedOut: boolean, options?: ErrorOptions) {
    super(problem, rawRequest.origin, hasTimedOut, options);
    this.rawRequest = rawRequest;
  }
}

/** How to send a message. */
export interface RawExchangeOptions extends Route {
  /** The most time for the whole exchange, in ms. */
  readonly deadline: number;
}

/**
 * Sends bytes on a connection of their own, and reads until the server closes it or has nothing more to send.
 *
 * @throws {NoRawResponse} if neither a complete response nor the end of the connection arrives in time
 */
export async function exchangeRaw(request: RawRequest, options: RawExchangeOptions): Promise<RawExchange> {
  const { message, afterInterim, responses: wanted = 1, isHead = false } = request;
  const { deadline } = options;
  const start = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<RawExchange>();
  const socket = await open(request, options);
  let received = "";
  let rest = afterInterim;
  let quiet: NodeJS.Timeout | undefined;

  const finish = (isClosed: boolean, parsed: ParsedResponses) => resolve({ request, ...parsed, isClosed });
  const late = setTimeout(
    () => {
      const parsed = parseResponses(received, false, isHead);
      if (parsed.responses.length > 0) {
        finish(false, parsed);
        return;
      }
      reject(new NoRawResponse(`no complete response within ${deadline / 1000} s`, request, true));
    },
    deadline - (performance.now() - start),
  );

  socket.setEncoding("latin1");
  // "latin1" sends the characters as bytes.
  socket.write(message, "latin1");
  socket.on("data", (data: string) => {
    received += data;
    const parsed = parseResponses(received, false, isHead);
    if (rest !== undefined && parsed.interim > 0) {
      socket.write(rest, "latin1");
      rest = undefined;
    }
    if (parsed.responses.length >= wanted) {
      clearTimeout(quiet);
      quiet = setTimeout(() => finish(false, parsed), QUIET_IN_MS);
    }
  });
  // A server that rejects a message may reset the connection while the rest of it is on its way.
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (received === "" && error.code !== "ECONNRESET" && error.code !== "EPIPE") {
      reject(new NoRawResponse(`no complete response: ${error.message}`, request, false, { cause: error }));
    }
  });
  socket.on("close", () => finish(true, parseResponses(received, true, isHead)));
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    clearTimeout(quiet);
    socket.destroy();
  }
}

async function open(request: RawRequest, options: RawExchangeOptions): Promise<Socket> {
  const url = new URL(request.origin.url);
  const signal = AbortSignal.timeout(options.deadline);
  try {
    return await (url.protocol === "https:" ? connectWithTls(url, options, signal) : connectTo(url, options, signal));
  } catch (error) {
    if (error instanceof ProxyRefused) {
      throw new NotApplicable(error.message);
    }
    const message = signal.aborted ? `no connection within ${options.deadline / 1000} s` : (error as Error).message;
    throw new NoRawResponse(`no complete response: ${message}`, request, signal.aborted, { cause: error });
  }
}
