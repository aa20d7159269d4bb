import type { Check, CheckContext } from "../../../check.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import type { RawExchange } from "../../../wire/raw-exchange.ts";
import {
  hasToken,
  isHandled,
  isRefusal,
  judgeMessages,
  type MessageChange,
  type MessageVariant,
  writeMessage,
} from "../raw-messages.ts";
import { buildTokenRequest } from "../token-requests.ts";

/** Longer than what servers accept by default, which is 8 to 64 KiB. */
const LONG = 100_000;

/** Token requests whose start line or header section is unusual or malformed. */
export function requestMessageChecks(): Check[] {
  return [
    messageCheck({
      name: "absolute-form",
      title: "The token endpoint accepts a token request in absolute form",
      requirement: "rfc9112#3.2.2",
      expected: "an access token",
      isMet: hasToken,
      variants: (request) => ({ "a request in absolute form": { target: request.url } }),
    }),
    messageCheck({
      name: "missing-host",
      title: "The server rejects a request without a Host field",
      requirement: "rfc9112#3.2",
      expected: "a rejection",
      isMet: isRefusal,
      variants: () => ({ "a request without Host": { without: ["host"] } }),
    }),
    messageCheck({
      name: "two-hosts",
      title: "The server rejects a request with two different Host fields",
      requirement: "rfc9112#3.2",
      expected: "a rejection",
      isMet: isRefusal,
      variants: () => ({ "a request with two Host fields": { lines: ["host: another.example"] } }),
    }),
    messageCheck({
      name: "space-before-colon",
      title: "The server rejects a field with a space before the colon",
      requirement: "rfc9112#5.1",
      expected: "a rejection",
      isMet: isRefusal,
      variants: ({ headers }) => ({
        "a request with a space before a colon": {
          without: ["content-type"],
          lines: [`content-type : ${headers["content-type"]}`],
        },
      }),
    }),
    messageCheck({
      name: "malformed-fields",
      title: "The server rejects header fields with control characters and line folding, or tolerates them",
      requirement: "rfc9112#2.2",
      expected: "a 4xx status or an access token",
      isMet: isHandled,
      variants: () => ({
        "a request with a folded field": { lines: ["x-folded: a", " b"] },
        "a request with NUL in a field": { lines: ["x-nul: a\0b"] },
        "a request with a bare CR in a field": { lines: ["x-cr: a\rb"] },
        "a request with a bare LF after a field": { lines: ["x-lf: a\nx-after-lf: b"] },
        "a request with a field without a name": { lines: [": a"] },
        "a request with a line that is not a field": { lines: ["not a field"] },
      }),
    }),
    messageCheck({
      name: "long-request-head",
      title: `The server rejects a header field or request target of ${LONG / 1_000} kB, or tolerates it`,
      requirement: "rfc6585#5",
      expected: "a 4xx status or an access token",
      isMet: isHandled,
      variants: ({ url }) => {
        const { pathname } = new URL(url);
        return {
          "a request with a long field": { lines: [`x-long: ${"a".repeat(LONG)}`] },
          "a request with a long target": { target: `${pathname}?a=${"a".repeat(LONG)}` },
        };
      },
    }),
    messageCheck({
      name: "http-1.0",
      title: "The response to an HTTP/1.0 request has no Transfer-Encoding",
      requirement: "rfc9112#6.1",
      expected: "an access token without Transfer-Encoding, or a rejection",
      isMet: (exchange) =>
        (isHandled(exchange) || exchange.responses.some(({ status }) => status === 426)) &&
        exchange.responses.every(({ headers }) => headers["transfer-encoding"] === undefined),
      variants: () => ({ "a request with HTTP/1.0": { version: "HTTP/1.0" } }),
    }),
  ];
}

interface MessageCheck extends Pick<Check, "title" | "requirement"> {
  readonly name: string;
  readonly expected: string;
  readonly isMet: (exchange: RawExchange) => boolean;
  /** The messages, by their description. */
  readonly variants: (valid: WireRequest) => Readonly<Record<string, MessageChange>>;
}

/** A check of messages that are made from a valid token request. */
function messageCheck({ name, title, requirement, expected, isMet, variants }: MessageCheck): Check {
  return {
    id: `http/${name}`,
    title,
    requirement,
    requests: Object.keys(variants(PLACEHOLDER)).length,
    async run(context) {
      const valid = await validRequest(context);
      const messages = Object.entries(variants(valid)).map(
        ([description, change]): MessageVariant => ({ description, message: writeMessage(valid, change) }),
      );
      return judgeMessages(context, valid, messages, expected, isMet);
    },
  };
}

/** The request from which variants are counted; none of it is sent. */
const PLACEHOLDER: WireRequest = { method: "POST", url: "http://localhost/", headers: {} };

/**
 * Builds a valid token request.
 *
 * @throws {NotApplicable} if the server does not grant it: a rejection would prove nothing
 */
export async function validRequest(context: CheckContext): Promise<WireRequest> {
  await context.sharedToken("json");
  return buildTokenRequest(context, "json");
}
