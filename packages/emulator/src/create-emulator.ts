import { createApp } from "./app.ts";
import { createControlApp } from "./control/control-app.ts";
import type { Emulator } from "./emulator.ts";
import { type EmulatorOptions, readSettings } from "./options.ts";
import { createApps } from "./state/apps.ts";
import { createClock } from "./state/clock.ts";
import { createFaults } from "./state/faults.ts";
import { createProducts } from "./state/products.ts";
import { createQuotas } from "./state/quotas.ts";
import { createRequestLog } from "./state/request-log.ts";
import { createTokens } from "./state/tokens.ts";
import type { Handler } from "./transport/handler.ts";
import { createFetch } from "./transport/in-process.ts";
import type { Listening } from "./transport/listener.ts";

/**
 * Makes an emulator that answers from the OpenAPI document.
 *
 * @throws {EmulatorError} `invalid_argument`, `invalid_document`
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { settings, blueprint } = readSettings(options);
  const clock = createClock(settings.clock);
  const apps = createApps();
  const { tokenLength: length } = blueprint.tokenAnswer;
  const { tokenLifetime: lifetime, reuseTokens: reuse, maxTokens: limit } = settings;
  const tokens = createTokens({ lifetime, length, reuse, limit }, apps, clock);
  const products = createProducts();
  const faults = createFaults(blueprint.refusals);
  const requests = createRequestLog(settings.maxRequests);

  for (const app of options.apps ?? []) {
    apps.register(app);
  }
  for (const [path, script] of Object.entries(options.products ?? {})) {
    products.script(path, script);
  }
  for (const fault of options.faults ?? []) {
    faults.add(fault);
  }

  const app = createApp({
    blueprint,
    settings,
    clock,
    apps,
    tokens,
    quotas: createQuotas(),
    products,
    faults,
    requests,
  });
  const handle: Handler = (request, bindings) => app.fetch(request, bindings);
  const listening = new Set<Listening>();

  return {
    fetch: createFetch(handle),
    async listen(where) {
      // Without sockets, it is another module, also for a bundler.
      const { listen } = await import("#listen");
      return keep(await listen(handle, where));
    },
    async listenForControl(where = {}) {
      const { listen } = await import("#listen");
      const control = createControlApp({ apps, tokens, clock, products, faults, requests });
      // Nowhere but on this machine, whatever else is said.
      const here = where && (where.port === undefined ? {} : { port: where.port });
      return keep(await listen((request) => control.fetch(request), here));
    },
    async close() {
      await Promise.all([...listening].map((server) => server.close()));
      listening.clear();
    },
    apps,
    tokens,
    clock,
    products,
    faults,
    requests,
  };

  function keep(server: Listening): Listening {
    listening.add(server);
    return server;
  }
}
