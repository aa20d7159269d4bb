import { createControlApp } from "./control/control-app.ts";
import type { Emulator } from "./emulator.ts";
import { readListenOptions } from "./input/listen-options.ts";
import { readProductDefinitions } from "./input/product-definitions.ts";
import { type EmulatorOptions, readOptions } from "./options.ts";
import { createRouter } from "./router.ts";
import { createApps } from "./state/apps.ts";
import { createClock } from "./state/clock.ts";
import { createFaults } from "./state/faults.ts";
import { createProducts } from "./state/products.ts";
import { createQuotas } from "./state/quotas.ts";
import { createRequestLog } from "./state/request-log.ts";
import { createTokens } from "./state/tokens.ts";
import { closeWithAwaitUsing } from "./transport/async-dispose.ts";
import type { Handler } from "./transport/handler.ts";
import { createFetch } from "./transport/in-process.ts";
import type { Listener } from "./transport/listener.ts";

/**
 * Creates an emulator of MicroBilt's sandbox.
 *
 * @throws {EmulatorError} `invalid_argument`, `invalid_document`
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { settings, api } = readOptions(options);
  const { products: definitions = {} } = options;
  const clock = createClock(settings.clock);
  const apps = createApps(options.apps ?? []);
  const { tokenLifetime: lifetime, reuseTokens: reuse, maxTokens: limit } = settings;
  const tokens = createTokens({ lifetime, length: api.tokenResponse.tokenLength, reuse, limit }, apps, clock);
  const quotas = createQuotas();
  const products = createProducts(readProductDefinitions(definitions));
  const faults = createFaults(options.faults ?? [], api.refusals);
  const requests = createRequestLog(settings.maxRequests);

  const app = createRouter({ api, settings, clock, apps, tokens, quotas, products, faults, requests });
  const handle: Handler = (request, bindings) => app.fetch(request, bindings);
  const exposed = {
    apps: apps.exposed,
    tokens: tokens.exposed,
    clock,
    products: products.exposed,
    faults: faults.exposed,
    requests: requests.exposed,
  };
  const listeners = new Set<Listener>();

  return closeWithAwaitUsing({
    ...exposed,
    fetch: createFetch(handle),
    async listen(where) {
      // package.json maps this private import to one module for runtimes with sockets and one for those without.
      const { listen } = await import("#listen");
      return keep(await listen(handle, where));
    },
    async listenForControl(where = {}) {
      const { listen } = await import("#listen");
      const control = createControlApp({ ...exposed, reset });
      // Only the port: with the default host, no other machine can reach it.
      const { port } = readListenOptions(where);
      return keep(await listen((request) => control.fetch(request), { port }));
    },
    async close() {
      await Promise.all([...listeners].map((listener) => listener.close()));
      listeners.clear();
    },
    reset,
  } satisfies Omit<Emulator, symbol>);

  function reset(): void {
    clock.reset();
    apps.reset();
    tokens.reset();
    products.reset();
    faults.reset();
    requests.reset();
  }

  function keep(listener: Listener): Listener {
    listeners.add(listener);
    return listener;
  }
}
