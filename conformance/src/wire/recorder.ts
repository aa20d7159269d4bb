import type { Exchange, WireRequest, WireResponse } from "./exchange.ts";

/** The most characters of a body that are kept. */
const KEPT_OF_A_BODY = 64 * 1024;
/** The most characters of all bodies that are kept; afterwards, only the beginning of each. */
const KEPT_OF_ALL_BODIES = 32 * 1024 * 1024;
const KEPT_OF_LATER_BODIES = 1024;
/** More of them show nothing new. */
const MOST_MALFORMED = 20;

/** An exchange of the run. Long bodies are cut. */
export interface RecordedExchange extends Exchange {
  /** When the response was complete, by the clock of this machine, in ms since 1970. */
  readonly at: number;
  /** Whether the body of the response was cut. */
  readonly isCut: boolean;
  /** Whether the request was sent again, because the server was busy. */
  readonly isRetried: boolean;
  /** Whether the request was sent byte by byte, so that `request` is only what it was made from. */
  readonly isRaw: boolean;
}

/** A response that was not HTTP, or ended before it was complete. */
export interface MalformedResponse {
  /** The request. */
  readonly request: WireRequest;
  /** What was wrong with the response. */
  readonly problem: string;
}

/** Keeps the exchanges of a run within a bounded memory. */
export interface Recorder {
  /** The exchanges so far, in the order in which the responses arrived. */
  readonly exchanges: readonly RecordedExchange[];
  /** The malformed responses so far. */
  readonly malformedResponses: readonly MalformedResponse[];
  /** Adds an exchange. */
  add(exchange: Exchange, traits: Pick<RecordedExchange, "isRaw" | "isRetried">): void;
  /** Adds a malformed response. */
  addMalformed(response: MalformedResponse): void;
}

/** Creates a recorder. */
export function createRecorder(): Recorder {
  const exchanges: RecordedExchange[] = [];
  const malformedResponses: MalformedResponse[] = [];
  let kept = 0;
  return {
    exchanges,
    malformedResponses,
    addMalformed({ request, problem }) {
      if (malformedResponses.length < MOST_MALFORMED) {
        malformedResponses.push({ request: cutRequest(request, KEPT_OF_LATER_BODIES), problem });
      }
    },
    add({ request, response }, traits) {
      const most = kept < KEPT_OF_ALL_BODIES ? KEPT_OF_A_BODY : KEPT_OF_LATER_BODIES;
      const isCut = response.body.length > most;
      const recorded = { request: cutRequest(request, most), response: cutResponse(response, most) };
      kept += recorded.response.body.length + (recorded.request.body?.length ?? 0);
      exchanges.push({ ...recorded, at: Date.now(), isCut, ...traits });
    },
  };
}

function cutRequest(request: WireRequest, most: number): WireRequest {
  return request.body !== undefined && request.body.length > most
    ? { ...request, body: request.body.slice(0, most) }
    : request;
}

function cutResponse(response: WireResponse, most: number): WireResponse {
  return response.body.length > most ? { ...response, body: response.body.slice(0, most) } : response;
}
