import { isUtf8 } from "node:buffer";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import packageJson from "../../package.json" with { type: "json" };
import { type ConnectionAgent, createAgent } from "./agent.ts";
import type { Route } from "./connect.ts";
import { decodeContent } from "./content-coding.ts";

/** A product may send megabytes, but no server may fill the memory. */
const LARGEST_BODY_IN_BYTES = 16 * 1024 * 1024;
const SLICE_IN_BYTES = 64 * 1024;

/** What each request carries unless it names a value of its own. */
export const DEFAULT_FIELDS = {
  // Firewalls reject requests that do not name their client.
  "user-agent": `microbilt-oauth-conformance/${packageJson.version}`,
  // The body of a response is read as it arrives (RFC 9110, section 12.5.3).
  "accept-encoding": "identity",
};

/** A request as it goes over the wire. */
export interface WireRequest {
  /** The method, in upper case. */
  readonly method: string;
  /** The absolute URL. */
  readonly url: string;
  /** The request target, byte for byte, such as `/a/../b`, which a URL cannot hold. @default the path and query of the URL */
  readonly target?: string;
  /** The header fields by lower-case name; one with several values is sent once for each value. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The body. @default none */
  readonly body?: string;
  /** How to encode the body; with `latin1`, each character is a byte. @default "utf8" */
  readonly encoding?: "utf8" | "latin1";
}

/** A response as it came over the wire. */
export interface WireResponse {
  /** The status code. */
  readonly status: number;
  /** The header fields by lower-case name; the values of a repeated field are joined (RFC 9110, section 5.3). */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, without content codings, decoded as UTF-8. */
  readonly body: string;
  /** False if the body is not valid UTF-8; otherwise undefined. */
  readonly isUtf8?: false;
  /** What is wrong with the end of the message; undefined if nothing is. */
  readonly malformation?: string;
}

/** A request and the response to it. */
export interface Exchange {
  /** The request. */
  readonly request: WireRequest;
  /** The response. */
  readonly response: WireResponse;
}

/** The whole response to a request did not arrive. */
export class NoResponse extends Error {
  /** Always "NoResponse". */
  override name = "NoResponse";
  /** The request. */
  readonly request: WireRequest;
  /** Whether the deadline passed; otherwise the connection failed. */
  readonly hasTimedOut: boolean;
  /** What was wrong with the response that did arrive; undefined if none did. */
  readonly malformation: string | undefined;

  /** Creates the error; the message says what happened instead. */
  constructor(message: string, request: WireRequest, hasTimedOut: boolean, options?: ErrorOptions) {
    super(message, options);
    this.request = request;
    this.hasTimedOut = hasTimedOut;
    this.malformation = hasTimedOut ? undefined : malformationOf(options?.cause);
  }
}

/** How to send a request. */
export interface ExchangeOptions extends Route {
  /** The most time for the whole exchange, in ms. */
  readonly deadline: number;
  /** The agent that keeps the connection open. @default a new connection for each request */
  readonly agent?: ConnectionAgent;
}

/**
 * Sends one request and reads the whole response.
 *
 * It uses `node:http`, because checks send what `fetch` forbids, such as a GET with a body.
 *
 * @throws {NoResponse} if the whole response does not arrive in time
 */
export async function exchange(request: WireRequest, options: ExchangeOptions): Promise<Exchange> {
  const { deadline, ca, clientCertificate, proxy } = options;
  const signal = AbortSignal.timeout(deadline);
  const url = new URL(request.url);
  const agent = options.agent ?? (proxy !== undefined && createAgent(url.protocol, options, false));
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const body = Buffer.from(request.body ?? "", request.encoding ?? "utf8");
  const headers = { ...sentFields(request), ...contentLength(request, body) };
  try {
    const outgoing = send(url, {
      method: request.method,
      ...(request.target !== undefined && { path: request.target }),
      headers: headers as Record<string, string | string[]>,
      agent,
      signal,
      ...(ca !== undefined && { ca }),
      ...clientCertificate,
    });
    let malformation: string | undefined;
    // Without a listener, an error after the response would end the process.
    outgoing.on("error", (error) => {
      malformation = malformationOf(error);
    });
    const responded = once(outgoing, "response", { signal }) as Promise<[IncomingMessage]>;
    await write(outgoing, body, responded);
    const [incoming] = await responded;
    const content = await readBody(incoming);
    const response = {
      status: incoming.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]),
      ),
      ...decodeBody(content),
      ...(malformation !== undefined && { malformation }),
    };
    if (!outgoing.writableEnded) {
      outgoing.destroy();
    }
    return { request, response };
  } catch (error) {
    const message = signal.aborted
      ? `no complete response within ${deadline / 1000} s`
      : `no complete response: ${(error as Error).message}`;
    throw new NoResponse(message, request, signal.aborted, { cause: error });
  }
}

/** The fields that a request carries, apart from those that describe the message and the connection. */
export function sentFields({ headers }: WireRequest): WireRequest["headers"] {
  return { ...DEFAULT_FIELDS, ...headers };
}

/** Parses the body as JSON and ignores a byte order mark; undefined if the body is not JSON. */
export function jsonBody({ body }: WireResponse): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/**
 * Writes the body in slices and stops when the response begins: a server that refuses a large body closes the
 * connection before it has read all of it.
 */
async function write(outgoing: ClientRequest, body: Buffer, responded: Promise<unknown>): Promise<void> {
  let hasResponded = false;
  const stop = () => {
    hasResponded = true;
  };
  responded.then(stop, stop);
  for (let start = 0; body.length - start > SLICE_IN_BYTES && !hasResponded; start += SLICE_IN_BYTES) {
    await new Promise<void>((resolve) => {
      outgoing.write(body.subarray(start, start + SLICE_IN_BYTES), () => setImmediate(resolve));
    });
  }
  if (!hasResponded) {
    outgoing.end(body.subarray(body.length - (body.length % SLICE_IN_BYTES || SLICE_IN_BYTES)));
  }
}

function contentLength({ headers, body }: WireRequest, { length }: Buffer): Record<string, number> {
  return body === undefined || "transfer-encoding" in headers ? {} : { "content-length": length };
}

/** A body as text, and whether it is what it should be. */
export function decodeBody(content: Buffer): Pick<WireResponse, "body" | "isUtf8"> {
  const body = content.toString("utf8");
  return isUtf8(content) ? { body } : { body, isUtf8: false };
}

/** What an error says about a response that arrived, in part at least; undefined if none did. */
function malformationOf(error: unknown): string | undefined {
  const { code = "", message = "" } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (message === "aborted") {
    return "the connection ended before the response was complete";
  }
  if (code === "HPE_INVALID_CONSTANT" && message.includes("Expected HTTP/")) {
    return "bytes that are not part of an HTTP response";
  }
  return code.startsWith("HPE_") ? message.replace(/^Parse Error: /, "") : undefined;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY_IN_BYTES) {
      throw new Error(`the body is larger than ${LARGEST_BODY_IN_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return decodeContent(Buffer.concat(chunks), incoming.headers["content-encoding"], LARGEST_BODY_IN_BYTES);
}
