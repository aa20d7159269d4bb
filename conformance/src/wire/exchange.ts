import { once } from "node:events";
import { type ClientRequest, type Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { type Agent as HttpsAgent, request as requestHttps } from "node:https";

const ENOUGH_FOR_AN_ANSWER_IN_BYTES = 1024 * 1024;
const SLICE_IN_BYTES = 64 * 1024;

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  /** A field with several values is sent as often. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** How the body becomes bytes: UTF-8 by default; with `latin1`, each character is a byte. */
  readonly encoding?: "utf8" | "latin1";
}

/** An answer as it came over the wire. */
export interface WireResponse {
  readonly status: number;
  /** By lower-case name; repeated fields are joined as RFC 9110, section 5.3 has it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Exchange {
  readonly request: WireRequest;
  readonly response: WireResponse;
}

/** No whole answer arrived. */
export class NoResponse extends Error {
  override name = "NoResponse";
  readonly request: WireRequest;
  /** Whether it was waited for until the deadline. */
  readonly isOverdue: boolean;

  constructor(message: string, request: WireRequest, isOverdue: boolean, options?: ErrorOptions) {
    super(message, options);
    this.request = request;
    this.isOverdue = isOverdue;
  }
}

export interface ExchangeOptions {
  /** For the whole exchange, in ms. */
  readonly deadline: number;
  /** The certificate of an authority to trust, in PEM. */
  readonly ca?: string | undefined;
  /** Keeps a connection for the next request; by default each has one of its own. */
  readonly agent?: HttpAgent | HttpsAgent;
}

/**
 * Sends one request and reads the whole answer.
 *
 * `node:http` and not `fetch`: a check must be able to send what `fetch` refuses, such as a GET with a body.
 *
 * @throws {NoResponse} when no whole answer arrives in time
 */
export async function exchange(request: WireRequest, options: ExchangeOptions): Promise<Exchange> {
  const { deadline, ca, agent = false } = options;
  const signal = AbortSignal.timeout(deadline);
  const url = new URL(request.url);
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const body = Buffer.from(request.body ?? "", request.encoding ?? "utf8");
  try {
    const outgoing = send(url, {
      method: request.method,
      headers: { ...request.headers, ...lengthOf(request, body) } as Record<string, string | string[]>,
      agent,
      signal,
      ...(ca !== undefined && { ca }),
    });
    // An error that comes after the answer concerns nobody, and would end the process without a listener.
    outgoing.on("error", () => {});
    const answered = once(outgoing, "response", { signal }) as Promise<[IncomingMessage]>;
    await write(outgoing, body, answered);
    const [incoming] = await answered;
    const response = {
      status: incoming.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]),
      ),
      body: await readBody(incoming),
    };
    if (!outgoing.writableEnded) {
      outgoing.destroy();
    }
    return { request, response };
  } catch (error) {
    const message = signal.aborted
      ? `no whole answer within ${deadline / 1000} s`
      : `no whole answer: ${(error as Error).message}`;
    throw new NoResponse(message, request, signal.aborted, { cause: error });
  }
}

/** In slices, and no further than to an answer: a server that refuses a large body closes while the rest is on its way. */
async function write(outgoing: ClientRequest, body: Buffer, answered: Promise<unknown>): Promise<void> {
  let isAnswered = false;
  const stop = () => {
    isAnswered = true;
  };
  answered.then(stop, stop);
  for (let start = 0; body.length - start > SLICE_IN_BYTES && !isAnswered; start += SLICE_IN_BYTES) {
    await new Promise<void>((resolve) => {
      outgoing.write(body.subarray(start, start + SLICE_IN_BYTES), () => setImmediate(resolve));
    });
  }
  if (!isAnswered) {
    outgoing.end(body.subarray(body.length - (body.length % SLICE_IN_BYTES || SLICE_IN_BYTES)));
  }
}

function lengthOf({ headers, body }: WireRequest, { length }: Buffer): Record<string, number> {
  return body === undefined || "transfer-encoding" in headers ? {} : { "content-length": length };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > ENOUGH_FOR_AN_ANSWER_IN_BYTES) {
      throw new Error(`the body is larger than ${ENOUGH_FOR_AN_ANSWER_IN_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body as JSON, if need be behind a byte order mark; undefined when it is none. */
export function jsonBody({ body }: WireResponse): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
