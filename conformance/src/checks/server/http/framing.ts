import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import type { RawExchange } from "../../../wire/raw-exchange.ts";
import {
  hasToken,
  isRefusal,
  isTokenResponse,
  judgeMessages,
  type MessageVariant,
  rawFinding,
  toBytes,
  writeMessage,
} from "../raw-messages.ts";
import { buildTokenRequest } from "../token-requests.ts";
import { validRequest } from "./messages.ts";

const CHUNKED = "transfer-encoding: chunked";
/** A chunk size is a 64-bit number on most servers. */
const OVERFLOW = 2n ** 64n;

/** Where a request ends, and which response belongs to it. */
export function framingChecks(): Check[] {
  return [
    {
      id: "http/length-and-chunked",
      title: "The server does not use Content-Length where a request has Transfer-Encoding too",
      requirement: "rfc9112#6.1",
      requests: 4,
      run: checkLengthAndChunked,
    },
    {
      id: "http/two-lengths",
      title: "The server rejects a request with two different Content-Length fields",
      requirement: "rfc9112#6.3",
      requests: 2,
      async run(context) {
        const valid = await validRequest(context);
        const shorter = "content-length: 1";
        const length = `content-length: ${toBytes(valid.body ?? "").length}`;
        const withLines = (description: string, lines: readonly string[]): MessageVariant => ({
          description,
          message: writeMessage(valid, { without: ["content-length"], lines }),
        });
        const variants = [
          withLines("a request with two lengths, the right one first", [length, shorter]),
          withLines("a request with two lengths, the right one last", [shorter, length]),
        ];
        return judgeMessages(context, valid, variants, "a rejection", isRefusal);
      },
    },
    {
      id: "http/invalid-lengths",
      title: "The server rejects a Content-Length that is not a number of digits",
      requirement: "rfc9110#8.6",
      requests: 4,
      async run(context) {
        const valid = await validRequest(context);
        const { length } = toBytes(valid.body ?? "");
        const values = [`+${length}`, `-${length}`, `0x${length.toString(16)}`, `${length}.0`];
        const variants = values.map((value) => ({
          description: `a request with Content-Length: ${value}`,
          message: writeMessage(valid, { without: ["content-length"], lines: [`content-length: ${value}`] }),
        }));
        return judgeMessages(context, valid, variants, "a rejection", isRefusal);
      },
    },
    {
      id: "http/chunk-sizes",
      title: "The server rejects an invalid chunk size",
      requirement: "rfc9112#7.1",
      requests: 4,
      async run(context) {
        const valid = await validRequest(context);
        const body = toBytes(valid.body ?? "");
        const sizes = {
          "a chunk size that is not hexadecimal": "xyz",
          "a negative chunk size": `-${body.length.toString(16)}`,
          "a chunk size with 0x": `0x${body.length.toString(16)}`,
          "a chunk size that overflows": (OVERFLOW + BigInt(body.length)).toString(16),
        };
        const variants = Object.entries(sizes).map(([description, size]) => ({
          description,
          message: writeMessage(valid, {
            without: ["content-length"],
            lines: [CHUNKED],
            content: `${size}\r\n${body}\r\n0\r\n\r\n`,
          }),
        }));
        return judgeMessages(context, valid, variants, "a rejection", isRefusal);
      },
    },
    {
      id: "http/pipelining",
      title: "The server responds to pipelined requests in order",
      requirement: "rfc9112#9.3.2",
      run: checkPipelining,
    },
    {
      id: "http/expect-continue",
      title: "The server responds to Expect: 100-continue before it has received the body",
      requirement: "rfc9110#10.1.1",
      async run(context) {
        const valid = await validRequest(context);
        const head = writeMessage(valid, { lines: ["expect: 100-continue"], content: "" });
        const exchange = await context.sendRaw({
          origin: valid,
          message: head,
          afterInterim: toBytes(valid.body ?? ""),
        });
        // A final status instead of 100 is a sound response, too.
        const isMet = exchange.interim > 0 ? hasToken(exchange) : exchange.responses.length === 1;
        return isMet ? [] : [rawFinding("100 and an access token, or a final status", exchange)];
      },
    },
    {
      id: "http/head-without-content",
      title: "The response to HEAD has no content",
      requirement: "rfc9110#9.3.2",
      async run(context) {
        const request: WireRequest = { ...buildTokenRequest(context, "json"), method: "HEAD", body: "" };
        const message = writeMessage(request, { without: ["content-length", "content-type"] });
        const exchange = await context.sendRaw({ origin: request, message, isHead: true });
        const seen = `${exchange.rest.length} bytes after the header section`;
        return exchange.rest === "" ? [] : [rawFinding("nothing after the header section", exchange, seen)];
      },
    },
  ];
}

/** Ambiguous requests are how a request is smuggled past a gateway: it and the server see different ends. */
async function checkLengthAndChunked(context: CheckContext): Promise<readonly Finding[]> {
  const valid = await validRequest(context);
  const body = toBytes(valid.body ?? "");
  const smuggled = writeMessage(valid);
  const content = `0\r\n\r\n${smuggled}`;
  const withBoth = (transferEncoding: string, requestContent: string, length: number) =>
    writeMessage(valid, {
      without: ["content-length"],
      lines: [`content-length: ${length}`, transferEncoding],
      content: requestContent,
      // Otherwise, no server would look for another request on the connection.
      isOpen: true,
    });
  const smuggling = [
    {
      description: "a request with both, and a request in its body",
      message: withBoth(CHUNKED, content, content.length),
    },
  ];
  const ignoring = [
    { description: "a request with both, whose body is not chunked", message: withBoth(CHUNKED, body, body.length) },
    {
      description: "a request with Content-Length and an unknown transfer coding",
      message: withBoth("transfer-encoding: xchunked", body, body.length),
    },
    {
      description: "a request with Content-Length and chunked twice",
      message: withBoth(`${CHUNKED}\r\n${CHUNKED}`, body, body.length),
    },
  ];
  return [
    ...(await judgeMessages(
      context,
      valid,
      smuggling,
      "at most one response, without an access token,",
      isOneResponse,
    )),
    ...(await judgeMessages(context, valid, ignoring, "no access token", (exchange) => !hasToken(exchange))),
  ];
}

function isOneResponse(exchange: RawExchange): boolean {
  return exchange.responses.length <= 1 && !hasToken(exchange);
}

/** The first request is incomplete, so that the responses differ. A server may close the connection after the first. */
async function checkPipelining(context: CheckContext): Promise<readonly Finding[]> {
  const valid = await validRequest(context);
  const incomplete = buildTokenRequest(context, "json", { parameters: { client_secret: undefined } });
  const message = writeMessage(incomplete, { isOpen: true }) + writeMessage(valid);
  const exchange = await context.sendRaw({ origin: valid, message, responses: 2 });
  const [first, second, ...more] = exchange.responses;
  const isMet =
    first !== undefined &&
    !isTokenResponse(exchange.request, first) &&
    (second === undefined || isTokenResponse(exchange.request, second)) &&
    more.length === 0;
  return isMet ? [] : [rawFinding("a rejection, then an access token", exchange)];
}
