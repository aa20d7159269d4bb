import type { Mutant } from "../mutant.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";

/** Connections that the server keeps, or uses for another protocol, although the request does not allow it. */
export const connectionFieldMutants: readonly Mutant[] = [
  {
    title: "The server never responds to Upgrade: h2c",
    killedBy: "http/upgrade",
    rewrite: (message) => (/^upgrade: h2c/m.test(message) ? undefined : message),
  },
  {
    title: "The server responds with 500 to a protocol that it does not know",
    killedBy: "http/upgrade",
    mutate: mutateResponse((response, _, { headers }) =>
      headers["upgrade"] === "unknown/1.0" ? { ...response, status: 500 } : response,
    ),
  },
  {
    title: "The server keeps a connection that the client wants to be closed",
    killedBy: "http/connection-close",
    rewrite: (message) => message.replace("connection: close", "connection: keep-alive"),
  },
];

/** Responses into which the request writes, or that depend on how its query is written. */
export const injectionMutants: readonly Mutant[] = [
  {
    title: "The server decodes X-Request-Id and sends it back",
    killedBy: "http/header-injection",
    mutate: mutateResponse((response, _, { headers }) => {
      const [, name = "", value = ""] = /\n([\w-]+): (.*)/.exec(decode(headers["x-request-id"] ?? "")) ?? [];
      return name === "" ? response : withHeaders(response, { [name]: value });
    }),
  },
  {
    title: "The server redirects to the host in X-Forwarded-Host",
    killedBy: "http/foreign-host",
    mutate: mutateResponse((response, _, { headers, path }) => {
      const host = headers["x-forwarded-host"];
      return host === undefined
        ? response
        : { ...withHeaders(response, { location: `https://${host}${path}` }), status: 307 };
    }),
  },
  {
    title: "The server responds with 500 to a query that it cannot decode",
    killedBy: "http/malformed-query",
    mutate: mutateResponse((response, _, { query }) =>
      /%(?![\dA-F]{2})/i.test(query) ? { ...response, status: 500 } : response,
    ),
  },
];

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
