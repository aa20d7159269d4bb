import type { IncomingMessage, ServerResponse } from "node:http";
import fc from "fast-check";

/** What a caller must never see, and a server never get. */
export const CALLERS_SECRET = "Zm9yYmlkZGVu-callers-secret";

/** A request and what the server makes of it. */
export interface RandomExchange {
  readonly method: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: { readonly size: number; readonly isChunked: boolean } | undefined;
  /** After how many bytes of the request, or of its response, the caller disconnects. */
  readonly callerAborts: { readonly sent: number } | { readonly received: number } | undefined;
  readonly server: {
    readonly status: number;
    readonly size: number;
    readonly hasLength: boolean;
    readonly rejectsToken: boolean;
    /** Whether it responds before it has read the request. */
    readonly isEarly: boolean;
    readonly end: "whole" | "reset before" | "close before" | "reset within" | "close within" | "nonsense";
  };
}

const TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~0129azAZ".split("");
const token = fc.string({ unit: fc.constantFrom(...TOKEN_CHARACTERS), minLength: 1, maxLength: 12 });
const value = fc.string({
  unit: fc.constantFrom("a", "B", "9", ",", ";", "=", '"', " ", "\t", "\u00e9", "\u00ff", "%"),
  maxLength: 30,
});
const credentials = fc.constantFrom(
  ["Authorization", `Bearer ${CALLERS_SECRET}`],
  ["authorization", `Basic ${CALLERS_SECRET}`],
  ["AUTHORIZATION", CALLERS_SECRET],
  ["Proxy-Authorization", `Basic ${CALLERS_SECRET}`],
  ["Microbilt-Proxy-Key", CALLERS_SECRET],
) as fc.Arbitrary<[string, string]>;
const known = fc.tuple(
  fc.constantFrom(
    "Connection",
    "TE",
    "Trailer",
    "Upgrade",
    "Expect",
    "Cookie",
    "Via",
    "Accept",
    "__proto__",
    "Keep-Alive",
  ),
  fc.oneof(
    value,
    fc.constantFrom("close", "authorization", "100-continue", "content-length", "host, via", "upgrade, x"),
  ),
);
const field = fc.oneof(credentials, known, fc.tuple(token, value));

/** Generates exchanges. */
export const randomExchange: fc.Arbitrary<RandomExchange> = fc.record({
  method: fc.oneof(
    fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PURGE", "get"),
    token,
  ),
  fields: fc.array(field, { maxLength: 8 }),
  body: fc.option(
    fc.record({ size: fc.oneof(fc.nat(3_000), fc.constantFrom(0, 70_000, 1_100_000)), isChunked: fc.boolean() }),
    { nil: undefined },
  ),
  callerAborts: fc.option(fc.oneof(fc.record({ sent: fc.nat(4_000) }), fc.record({ received: fc.nat(4_000) })), {
    nil: undefined,
    freq: 4,
  }),
  server: fc.record({
    status: fc.constantFrom(200, 201, 204, 304, 302, 400, 401, 404, 429, 500, 503),
    size: fc.oneof(fc.nat(3_000), fc.constantFrom(0, 70_000, 400_000)),
    hasLength: fc.boolean(),
    rejectsToken: fc.boolean(),
    isEarly: fc.boolean(),
    end: fc.oneof(
      { weight: 5, arbitrary: fc.constant("whole" as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom("reset before", "close before", "reset within", "close within", "nonsense"),
      },
    ),
  }),
});

/** Responds as an exchange says. */
export function respondAs({ server }: RandomExchange, request: IncomingMessage, response: ServerResponse): void {
  const socket = response.socket;
  const respond = () => {
    if (server.end === "reset before") {
      socket?.resetAndDestroy();
      return;
    }
    if (server.end === "close before" || server.end === "nonsense") {
      socket?.end(server.end === "nonsense" ? "HTTP/1.1 2x0 ?\r\n\r\n" : "");
      return;
    }
    if (server.end === "whole") {
      response.writeHead(server.status, server.hasLength ? { "content-length": server.size } : {});
      response.end(Buffer.alloc(server.size, "s"));
      return;
    }
    response.writeHead(server.status, server.hasLength ? { "content-length": server.size + 10 } : {});
    response.write(Buffer.alloc(server.size + 1, "s"), () =>
      server.end === "reset within" ? socket?.resetAndDestroy() : socket?.destroy(),
    );
  };
  if (server.isEarly) {
    respond();
    request.resume();
  } else {
    request.resume().on("end", respond);
  }
}
