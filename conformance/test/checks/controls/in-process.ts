/** Lets the suite talk to a server in this process without sockets: most proofs need none, and there are many. */

import type { MutantHandler, MutantResponse, OriginalHandler } from "../../../mutants/mutant.ts";
import type { Exchange, WireRequest } from "../../../src/wire/exchange.ts";

type ExchangeModule = typeof import("../../../src/wire/exchange.ts");
type RawExchangeModule = typeof import("../../../src/wire/raw-exchange.ts");

/** Responds to a request of the suite. */
export type Respond = (request: WireRequest, connection: object) => Promise<Exchange["response"]>;

const servers = new Map<string, Respond>();

/** Serves at an origin that exists in this process only, and returns it. */
export function serveInProcess(respond: Respond): string {
  const origin = `http://control-${servers.size + 1}.invalid`;
  servers.set(origin, respond);
  return origin;
}

/** Replaces src/wire/exchange.ts: requests to a server in this process do not leave it. */
export async function exchangeInProcess(importOriginal: () => Promise<ExchangeModule>): Promise<ExchangeModule> {
  const original = await importOriginal();
  return {
    ...original,
    async exchange(request, options) {
      const respond = servers.get(new URL(request.url).origin);
      return respond
        ? { request, response: await respond(request, options.agent || {}) }
        : original.exchange(request, options);
    },
  };
}

/** Replaces src/wire/raw-exchange.ts: a server in this process has no connections. */
export async function exchangeRawInProcess(
  importOriginal: () => Promise<RawExchangeModule>,
): Promise<RawExchangeModule> {
  const original = await importOriginal();
  // Not imported: its module must be the one that the run checks errors against.
  const { NotApplicable } = await import("../../../src/errors.ts");
  return {
    ...original,
    async exchangeRaw(request, options) {
      if (servers.has(new URL(request.origin.url).origin)) {
        throw new NotApplicable("a server in this process has no connections");
      }
      return original.exchangeRaw(request, options);
    },
  };
}

/** Connects a handler to the suite. */
export function respondWith(handle: MutantHandler, original: OriginalHandler): Respond {
  return async ({ method, url, target, headers, body = "", encoding = "utf8" }, connection) => {
    // As sent: a URL would resolve dot segments.
    const { pathname, search } = new URL(url);
    const [path = "", ...query] = (target ?? pathname + search).replace(/^https?:\/\/[^/]+/, "").split("?");
    const fields = Object.entries(headers).map(([name, values]) => [name, [values].flat().join(", ")]);
    const outcome = await handle(
      {
        method,
        path,
        query: query.join("?"),
        headers: Object.fromEntries(fields),
        body: Buffer.from(body, encoding),
        connection,
      },
      original,
    );
    if (typeof outcome === "string") {
      throw new Error("A server in this process cannot hang or reset a connection.");
    }
    return withDate(outcome);
  };
}

/** Adds what `node:http` would add. */
function withDate({ status, headers, body }: MutantResponse): Exchange["response"] {
  const fields = { date: new Date().toUTCString(), ...headers };
  return {
    status,
    headers: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
    body,
  };
}
