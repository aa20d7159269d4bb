import type { IncomingMessage, ServerResponse } from "node:http";
import type { MicrobiltClient } from "@microbilt-oauth/client";
import type { NodeResponse } from "../../http/node-response.ts";
import { requestFields } from "../headers/request-fields.ts";
import { responseFields } from "../headers/response-fields.ts";
import { ProxyError } from "../proxy-error.ts";
import { watchIdle } from "./idle-limit.ts";
import { breakOff, passOn } from "./pass-on.ts";
import { type BufferLimits, readRequestBody } from "./request-body.ts";

/** What the proxy needs to pass on requests. */
export interface ForwardSettings {
  /** Sends the requests with the access token. Its `fetch` must be that of `createNodeFetch`. */
  readonly client: Pick<MicrobiltClient, "fetch">;
  /** The URL of the server, without a trailing slash. */
  readonly baseUrl: string;
  /** How long nothing may move between the caller and the proxy, in ms. */
  readonly idleTimeout: number;
  /** Which bodies are sent again when the server rejects the token. */
  readonly buffer: BufferLimits;
}

/**
 * Passes a request on to the server, and its response back. Once the response has begun, a failure breaks it off.
 *
 * @param target the path and the query
 * @returns why the response was broken off, for the log; undefined if it was not
 * @throws if there is no response to pass on
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  settings: ForwardSettings,
): Promise<string | undefined> {
  const exchange = new AbortController();
  const onClose = () => response.writableFinished || exchange.abort(new Error("the caller disconnected"));
  response.on("close", onClose);
  const stopWatch = watchIdle(request.socket, settings.idleTimeout, () => {
    exchange.abort(new ProxyError("timeout", 504, `Nothing was sent or received for ${settings.idleTimeout} ms.`));
  });
  try {
    const upstream = await send(request, target, settings, exchange.signal);
    try {
      const { statusCode = 502, statusMessage = "", destroyed, readableEnded } = upstream.message;
      if (destroyed && !readableEnded) {
        throw new ProxyError("network_error", 502, "The response of the server is not complete.");
      }
      // `node:http` checks what it sends, and not all that it receives.
      const reason = /^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage) ? statusMessage : "";
      response.writeHead(statusCode, reason, responseFields(upstream.message, settings.baseUrl));
      await passOn(upstream.stream(), response);
    } catch (error) {
      upstream.message.destroy();
      if (!response.headersSent) {
        throw error;
      }
      breakOff(response);
      return (exchange.signal.reason ?? (error as Error)).message;
    }
    return undefined;
  } finally {
    stopWatch();
    response.off("close", onClose);
  }
}

async function send(
  request: IncomingMessage,
  target: string,
  { client, buffer }: ForwardSettings,
  signal: AbortSignal,
): Promise<NodeResponse> {
  const body = await readRequestBody(request, buffer);
  const response = await client.fetch(target, {
    method: request.method as string,
    headers: requestFields(request, body === request) as [string, string][],
    body: body as RequestInit["body"] & {},
    redirect: "manual",
    signal,
  });
  return response as unknown as NodeResponse;
}
