import { decodeBody, type WireResponse } from "./exchange.ts";

/** What was received on a connection. */
export interface ParsedResponses {
  /** The complete final responses, in order. */
  readonly responses: readonly WireResponse[];
  /** How many interim responses, such as 100, came before or between them. */
  readonly interim: number;
  /** What follows the last complete response, or everything if it is not HTTP. */
  readonly rest: string;
}

const HEAD = /^HTTP\/\d\.\d (?<status>\d{3})[^\r\n]*\r?\n(?<fields>(?:[^\r\n]+\r?\n)*)\r?\n/;

/**
 * Parses the responses on one connection.
 *
 * @param received one character per byte
 * @param isClosed whether the server has closed the connection, which ends a response without a length
 * @param isHead whether the responses are to HEAD requests, and therefore have no content
 */
export function parseResponses(received: string, isClosed: boolean, isHead = false): ParsedResponses {
  const responses: WireResponse[] = [];
  let interim = 0;
  let rest = received;
  for (;;) {
    const head = HEAD.exec(rest);
    if (!head) {
      return { responses, interim, rest };
    }
    const status = Number(head.groups?.["status"]);
    const headers = parseFields(head.groups?.["fields"] ?? "");
    const afterHead = rest.slice(head[0].length);
    if (status < 200) {
      interim += 1;
      rest = afterHead;
      continue;
    }
    const hasContent = !isHead && status !== 204 && status !== 304;
    const content = hasContent ? takeContent(headers, afterHead, isClosed) : { body: "", rest: afterHead };
    if (!content) {
      return { responses, interim, rest };
    }
    responses.push({ status, headers, ...decodeBody(Buffer.from(content.body, "latin1")) });
    rest = content.rest;
  }
}

function parseFields(text: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/).filter(Boolean)) {
    const [, name = "", value = ""] = /^([^:]*):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return headers;
}

interface Content {
  readonly body: string;
  readonly rest: string;
}

/** Takes the content of a response from what follows its header section; undefined if it is incomplete. */
function takeContent(
  headers: Readonly<Record<string, string>>,
  received: string,
  isClosed: boolean,
): Content | undefined {
  if (/\bchunked\b/i.test(headers["transfer-encoding"] ?? "")) {
    return takeChunks(received);
  }
  const length = headers["content-length"];
  if (length !== undefined) {
    const bytes = Number(length);
    return received.length >= bytes ? { body: received.slice(0, bytes), rest: received.slice(bytes) } : undefined;
  }
  return isClosed ? { body: received, rest: "" } : undefined;
}

function takeChunks(received: string): Content | undefined {
  let body = "";
  let rest = received;
  for (;;) {
    const head = /^([\da-f]+)[^\r\n]*\r\n/i.exec(rest);
    if (!head) {
      return undefined;
    }
    const size = Number.parseInt(head[1] ?? "", 16);
    rest = rest.slice(head[0].length);
    if (size === 0) {
      const end = /^(?:[^\r\n]+\r\n)*\r\n/.exec(rest);
      return end ? { body, rest: rest.slice(end[0].length) } : undefined;
    }
    if (rest.length < size + 2) {
      return undefined;
    }
    body += rest.slice(0, size);
    rest = rest.slice(size + 2);
  }
}
