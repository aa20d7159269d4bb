import type { CommonOptions, MicrobiltClient } from "@microbilt-oauth/client";
import { createNodeFetch } from "../http/node-fetch.ts";
import { createAdmission } from "./admission/admission.ts";
import { watchToken } from "./endpoints/health.ts";
import { createTokenPathCheck } from "./endpoints/stand-in-token.ts";
import { formatLogLine } from "./log-line.ts";
import { type RunningProxy, startProxy } from "./start-proxy.ts";
import { formatTokenEvent } from "./token-event-line.ts";

/** How many connections to the server the proxy opens at most. */
const MAX_CONNECTIONS = 256;

/** Which bodies are sent again with a new token. */
const BUFFER = { maxBytes: 1024 * 1024, maxDelay: 1_000 } as const;

/** What a proxy needs. */
export interface ProxyOptions {
  /** Creates the client, with these options of the proxy's own, and names its server. */
  readonly connect: (options: Pick<CommonOptions, "fetch" | "onEvent">) => Promise<{
    readonly client: MicrobiltClient;
    readonly server: string;
    readonly baseUrl: string;
  }>;
  /** The address to listen on. */
  readonly host: string;
  /** The port to listen on; 0 chooses a free one. */
  readonly port: number;
  /** The key that callers must present, if there is one. */
  readonly key: string | undefined;
  /** The path of the token endpoint, if it is another one than those known. */
  readonly tokenPath: string | undefined;
  /** How long a request may wait while nothing is sent or received, in ms. */
  readonly idleTimeout: number;
  /** Receives the lines of the log. */
  readonly log: (line: string) => void;
}

/** Starts a proxy. Rejects if it cannot listen at the address. */
export async function openProxy(options: ProxyOptions): Promise<RunningProxy & { readonly server: string }> {
  const { connect, host, port, key, tokenPath, idleTimeout, log } = options;
  const fetch = createNodeFetch(MAX_CONNECTIONS);
  const token = watchToken(Date.now);
  const { client, server, baseUrl } = await connect({
    fetch,
    onEvent(event) {
      token.onEvent(event);
      const line = formatTokenEvent(event, Date.now());
      if (line) {
        log(line);
      }
    },
  });
  const settings = {
    client,
    baseUrl,
    idleTimeout,
    buffer: BUFFER,
    admission: createAdmission(key),
    isTokenPath: createTokenPathCheck(tokenPath),
    readHealth: () => ({ server, token: token.read() }),
    onRequest: (request: Parameters<typeof formatLogLine>[0]) => log(formatLogLine(request)),
    now: Date.now,
  };
  const proxy = await startProxy(settings, host, port);
  // A mistake in the credentials shows at once, not with the first call.
  client.getAccessToken().catch((error: Error) => log(`warning: there is no access token yet: ${error.message}`));
  return {
    ...proxy,
    server,
    async close() {
      await proxy.close();
      fetch.close();
    },
  };
}
