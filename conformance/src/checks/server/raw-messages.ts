/** Writes requests byte by byte, and judges what comes back. */
import { Buffer } from "node:buffer";
import type { CheckContext, Finding } from "../../check.ts";
import { DEFAULT_FIELDS, type WireRequest, type WireResponse } from "../../wire/exchange.ts";
import { readIssuedToken } from "../../wire/issued-token.ts";
import type { RawExchange, RawRequest } from "../../wire/raw-exchange.ts";

/** How a message differs from the request that it is made from. */
export interface MessageChange {
  /** The request target. @default the path and query of the URL */
  readonly target?: string;
  /** The protocol version. @default "HTTP/1.1" */
  readonly version?: string;
  /** Names of the fields to leave out, in lower case. @default none */
  readonly without?: readonly string[];
  /** Lines to add to the header section, without the line terminator. @default none */
  readonly lines?: readonly string[];
  /** What follows the header section, one character per byte. @default the body of the request */
  readonly content?: string;
  /** Whether more requests follow on the connection. @default false */
  readonly isOpen?: boolean;
}

/** Writes a request as bytes, one character per byte. */
export function writeMessage(request: WireRequest, change: MessageChange = {}): string {
  const { target, version = "HTTP/1.1", without = [], lines = [], isOpen = false } = change;
  const url = new URL(request.url);
  const body = toBytes(request.body ?? "");
  const fields: Readonly<Record<string, string | readonly string[]>> = {
    host: url.host,
    ...DEFAULT_FIELDS,
    ...request.headers,
    "content-length": String(body.length),
    connection: isOpen ? "keep-alive" : "close",
  };
  const fieldLines = Object.entries(fields)
    .filter(([name]) => !without.includes(name))
    .flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`));
  const head = [`${request.method} ${target ?? url.pathname + url.search} ${version}`, ...fieldLines, ...lines];
  return `${head.join("\r\n")}\r\n\r\n${change.content ?? body}`;
}

/** A string as its UTF-8 bytes, one character per byte. */
export function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** A message with a defect. */
export interface MessageVariant extends Omit<RawRequest, "origin"> {
  /** The defect, as in "a request with two Host fields". */
  readonly description: string;
}

/** Sends messages one after the other, each on its own connection, and judges each exchange. */
export async function judgeMessages(
  context: CheckContext,
  origin: WireRequest,
  variants: readonly MessageVariant[],
  expected: string,
  isMet: (exchange: RawExchange) => boolean,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { description, ...message } of variants) {
    const exchange = await context.sendRaw({ origin, ...message });
    if (!isMet(exchange)) {
      findings.push(rawFinding(`${expected} in response to ${description}`, exchange));
    }
  }
  return findings;
}

/** A finding about everything that the server sent in response to a message. */
export function rawFinding(
  expected: string,
  exchange: RawExchange,
  seen: string = describeExchange(exchange),
): Finding {
  return { expected, seen, rawExchange: exchange };
}

/** Describes everything that the server sent, and what became of the connection. */
function describeExchange({ responses, isClosed }: RawExchange): string {
  const statuses = responses.map(({ status, body }) => (body ? `${status} with the body ${body}` : String(status)));
  const sent = responses.length === 0 ? "no response" : statuses.join(", then ");
  return isClosed ? `${sent}, then the end of the connection` : `${sent}, and the connection stays open`;
}

/** Whether the server rejected a message: with a 4xx or 501, or by closing the connection. */
export function isRefusal({ responses, isClosed }: RawExchange): boolean {
  return responses.length === 0 ? isClosed : responses.length === 1 && responses.every(isClientError);
}

/** Whether the server rejected a message or processed it, but did not fail. */
export function isHandled(exchange: RawExchange): boolean {
  return isRefusal(exchange) || (exchange.responses.length === 1 && hasToken(exchange));
}

/** Whether one of the responses contains an access token. */
export function hasToken({ request, responses }: RawExchange): boolean {
  return responses.some((response) => isTokenResponse(request, response));
}

/** Whether a response contains an access token. */
export function isTokenResponse({ origin }: RawRequest, response: WireResponse): boolean {
  return readIssuedToken({ request: origin, response }) !== undefined;
}

/** 501 is for a transfer coding that the server does not know, 505 for a protocol version. */
function isClientError({ status }: WireResponse): boolean {
  return (status >= 400 && status < 500) || status === 501 || status === 505;
}
