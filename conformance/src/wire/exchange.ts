import { once } from "node:events";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

const ENOUGH_FOR_AN_ANSWER_IN_BYTES = 1024 * 1024;

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer as it came over the wire. */
export interface WireResponse {
  readonly status: number;
  /** By lower-case name; repeated fields are joined as RFC 9110, section 5.3 has it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface AnsweredExchange {
  readonly request: WireRequest;
  readonly response: WireResponse;
}

/** No whole answer arrived. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
  readonly request: WireRequest;

  constructor(message: string, request: WireRequest, options?: ErrorOptions) {
    super(message, options);
    this.request = request;
  }
}

/**
 * Sends one request over a connection of its own and reads the whole answer.
 *
 * `node:http` and not `fetch`: a check must be able to send what `fetch` refuses, such as a GET with a body.
 *
 * @param deadline for the whole exchange, in ms
 * @throws {NoAnswer} when no whole answer arrives in time
 */
export async function exchange(request: WireRequest, deadline: number): Promise<AnsweredExchange> {
  const signal = AbortSignal.timeout(deadline);
  const url = new URL(request.url);
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const body = Buffer.from(request.body ?? "");
  const headers = body.length > 0 ? { ...request.headers, "content-length": body.length } : request.headers;
  try {
    const outgoing = send(url, { method: request.method, headers, agent: false, signal });
    // An error that comes after the answer concerns nobody, and would end the process without a listener.
    outgoing.on("error", () => {});
    outgoing.end(body);
    const [incoming] = (await once(outgoing, "response", { signal })) as [IncomingMessage];
    const response = {
      status: incoming.statusCode ?? 0,
      headers: Object.fromEntries(
        Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]),
      ),
      body: await readBody(incoming),
    };
    return { request, response };
  } catch (error) {
    const message = signal.aborted
      ? `no whole answer within ${deadline / 1000} s`
      : `no whole answer: ${(error as Error).message}`;
    throw new NoAnswer(message, request, { cause: error });
  }
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

/** The body as JSON; undefined when it is none. */
export function jsonOf({ body }: WireResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
