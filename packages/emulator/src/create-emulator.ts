import { createControlApp } from "./control/control-app.ts";
import { createFetch } from "./delivery/fetch.ts";
import type { Listening, ListenOptions } from "./delivery/listen.ts";
import { createApp } from "./server/app.ts";
import { type EmulatorOptions, readSettings } from "./settings.ts";
import { type Apps, createApps } from "./state/apps.ts";
import { type Clock, createClock } from "./state/clock.ts";
import { createFaults, type Faults } from "./state/faults.ts";
import { createProducts, type Products } from "./state/products.ts";
import { createQuotas } from "./state/quotas.ts";
import { createRequestLog, type Requests } from "./state/request-log.ts";
import { createTokens, type Tokens } from "./state/tokens.ts";

/** MicroBilt's sandbox, in this process. */
export interface Emulator {
  /** Answers without a socket; to be given to the client as its `fetch`. The origin of the address does not matter. */
  readonly fetch: typeof fetch;
  /**
   * Answers over sockets too, until `close`. Node only.
   *
   * @throws {EmulatorError} `cannot_listen`, `invalid_argument`
   */
  listen(options?: ListenOptions): Promise<Listening>;
  /**
   * Answers over sockets to be controlled by tests in other languages, at an address of this machine only. Node only.
   *
   * @throws {EmulatorError} `cannot_listen`, `invalid_argument`
   */
  listenForControl(options?: Pick<ListenOptions, "port">): Promise<Listening>;
  /** Stops listening, wherever it does. What it knows stays. */
  close(): Promise<void>;
  readonly apps: Apps;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly products: Products;
  readonly faults: Faults;
  readonly requests: Requests;
}

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
  const handle = (...[request, bindings]: Parameters<Parameters<typeof createFetch>[0]>) =>
    app.fetch(request, bindings);
  const listening = new Set<Listening>();

  return {
    fetch: createFetch(handle),
    async listen(where) {
      // By the package's own name: where there are no sockets, it is another module, also for a bundler.
      const { listen } = await import("@microbilt-oauth/emulator/listen");
      return keep(await listen(handle, where));
    },
    async listenForControl(where = {}) {
      const { listen } = await import("@microbilt-oauth/emulator/listen");
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
