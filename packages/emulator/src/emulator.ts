import type { ListenOptions } from "./input/listen-options.ts";
import type { Apps } from "./state/apps.ts";
import type { Clock } from "./state/clock.ts";
import type { Faults } from "./state/faults.ts";
import type { Products } from "./state/products.ts";
import type { Requests } from "./state/request-log.ts";
import type { Tokens } from "./state/tokens.ts";
import type { ClosesWithAwaitUsing } from "./transport/async-dispose.ts";
import type { Listener } from "./transport/listener.ts";

/** An emulator of MicroBilt's sandbox. `await using` closes it. */
export interface Emulator extends ClosesWithAwaitUsing {
  /**
   * Sends a request to the emulator without a socket. Pass it to the client as its `fetch`. The emulator ignores the
   * origin of the URL.
   */
  readonly fetch: typeof fetch;
  /**
   * Serves the emulator over HTTP or HTTPS until it is closed. It can listen at several addresses at once. Needs sockets:
   * Node, Bun or Deno.
   *
   * @throws {EmulatorError} `cannot_listen`, `invalid_argument`
   */
  listen(options?: ListenOptions): Promise<Listener>;
  /**
   * Serves the control API, for tests in other languages. Only this machine can reach it. Needs sockets: Node, Bun or
   * Deno.
   *
   * @throws {EmulatorError} `cannot_listen`, `invalid_argument`
   */
  listenForControl(options?: Pick<ListenOptions, "port">): Promise<Listener>;
  /** Stops listening at every address. The state stays, and the emulator can listen again. */
  close(): Promise<void>;
  /**
   * Restores the emulator's initial state: the applications, products, faults and clock from the options, full quotas, no
   * tokens, and an empty log. Call it before each test. The emulator keeps listening. Requests that are still in progress
   * do not appear in the log.
   */
  reset(): void;
  /** The registered applications. */
  readonly apps: Apps;
  /** The access tokens that the emulator issued. */
  readonly tokens: Tokens;
  /** The emulator's clock. */
  readonly clock: Clock;
  /** How products respond. */
  readonly products: Products;
  /** The faults that the emulator applies. */
  readonly faults: Faults;
  /** The log of the latest requests. */
  readonly requests: Requests;
}
