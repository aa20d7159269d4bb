import { type ClientOptions, createClient } from "@microbilt-oauth/client";
import { openProxy, type ProxyOptions } from "../../../src/proxy/open-proxy.ts";
import type { RunningProxy } from "../../../src/proxy/start-proxy.ts";

/** The secret of the proxy's application. */
export const SECRET = "secret-of-the-proxy";

/** A proxy of a test. */
export interface TestProxy extends RunningProxy {
  readonly port: number;
  /** The lines of its log. */
  readonly lines: readonly string[];
}

/** Starts a proxy with a client of its own. */
export async function openTestProxy(
  baseUrl: string,
  options: Partial<ProxyOptions> = {},
  clientOptions: Partial<ClientOptions> = {},
): Promise<TestProxy> {
  const lines: string[] = [];
  const proxy = await openProxy({
    connect: async (more) => ({
      client: createClient({
        clientId: "proxy",
        clientSecret: SECRET,
        retry: false,
        ...clientOptions,
        ...more,
        baseUrl,
      } as ClientOptions),
      server: baseUrl,
      baseUrl,
    }),
    host: "127.0.0.1",
    port: 0,
    key: undefined,
    tokenPath: undefined,
    idleTimeout: 60_000,
    log: (line) => lines.push(line),
    ...options,
  });
  return { ...proxy, port: Number(new URL(proxy.url).port), lines };
}
