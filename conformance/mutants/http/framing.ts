import type { Mutant, Rewrite } from "../mutant.ts";

/** Messages whose end the server sees in the wrong place. */
export const framingMutants: readonly Mutant[] = [
  {
    title: "The server handles the request in the body of another",
    killedBy: "http/length-and-chunked",
    http: { insecureHTTPParser: true },
  },
  rewriting("uses Content-Length although the body is chunked", "length-and-chunked", (message) =>
    message.replace(/content-length: (?!0)/, "$&").replace(/\r\ntransfer-encoding: chunked(?=\r\n\r\n\{)/, ""),
  ),
  rewriting("ignores a transfer coding that it does not know", "length-and-chunked", (message) =>
    message.replace("\r\ntransfer-encoding: xchunked", ""),
  ),
  rewriting("uses the first of two lengths", "two-lengths", (message) =>
    message.replace(/(content-length: \d+)\r\ncontent-length: \d+/, "$1"),
  ),
  rewriting("uses the last of two lengths", "two-lengths", (message) =>
    message.replace(/content-length: \d+\r\n(content-length: \d+)/, "$1"),
  ),
  rewriting("ignores a plus sign before a length", "invalid-lengths", (message) =>
    message.replace("content-length: +", "content-length: "),
  ),
  rewriting("reads a hexadecimal length", "invalid-lengths", (message) =>
    message.replace(/content-length: (0x[\da-f]+)/, (_, length) => `content-length: ${Number(length)}`),
  ),
  rewriting("accepts 0x before a chunk size", "chunk-sizes", (message) => message.replace("\r\n0x", "\r\n")),
  rewriting("ignores the sign of a chunk size", "chunk-sizes", (message) =>
    message.replace(/\r\n-([\da-f]+\r\n)/, "\r\n$1"),
  ),
  rewriting("reads a chunk size as a 64-bit number", "chunk-sizes", (message) =>
    message.replace(/\r\n1(0*[\da-f]{1,16}\r\n)/, "\r\n$1"),
  ),
  rewriting("handles pipelined requests in any order", "pipelining", (message) => {
    const second = message.indexOf("POST ", 1);
    return second === -1
      ? message
      : message.slice(second).replace("connection: close", "connection: keep-alive") + message.slice(0, second);
  }),
  rewriting("waits for the body although the client waits for 100", "expect-continue", (message) =>
    message.replace("\r\nexpect: 100-continue", ""),
  ),
  rewriting("sends the content of GET in response to HEAD", "head-without-content", (message) =>
    message.replace(/^HEAD /, "GET "),
  ),
];

function rewriting(defect: string, check: string, rewrite: Rewrite): Mutant {
  return { title: `The server ${defect}`, killedBy: `http/${check}`, rewrite };
}
