import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A server on loopback that ends with the test. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A token endpoint and a protected resource in a few lines; what it answers can be changed. */
export function tokenServer(change: (members: Record<string, unknown>) => Record<string, unknown>): RequestListener {
  const accessToken = "0123456789abcdefghijklmnopqr";
  const members = { issued_at: "1525190727056", expires_in: "3599", token_type: "BearerToken", status: "approved" };

  return async (request, response) => {
    const { status, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "", "http://server");
    const sent = await text(request);
    if (request.headers.authorization) {
      return request.headers.authorization === `Bearer ${accessToken}` ? { status: 200, body: {} } : refusedBearer();
    }
    const parameters = parse(request.headers["content-type"] ?? "", sent);
    if (!parameters) {
      return {
        status: request.headers["content-type"]?.includes("text") ? 415 : 400,
        body: { error: "invalid_request" },
      };
    }
    const { client_id, client_secret, grant_type } = { ...Object.fromEntries(url.searchParams), ...parameters };
    if (url.pathname.startsWith("/resource")) {
      return refusedBearer();
    }
    if (!client_id || !client_secret || grant_type !== "client_credentials") {
      return { status: 400, body: { error: "invalid_request" } };
    }
    return { status: 200, body: change({ ...members, access_token: accessToken }) };
  }
}

function refusedBearer(): Answer {
  return { status: 401, body: { error: "invalid_token" } };
}

function parse(mediaType: string, body: string): Record<string, string> | undefined {
  if (mediaType.includes("form")) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    return mediaType.includes("json") ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
