import type { ListenOptions } from "./input/listen-options.ts";
import type { Apps } from "./state/apps.ts";
import type { Clock } from "./state/clock.ts";
import type { Faults } from "./state/faults.ts";
import type { Products } from "./state/products.ts";
import type { Requests } from "./state/request-log.ts";
import type { Tokens } from "./state/tokens.ts";
import type { Listening } from "./transport/listener.ts";

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
