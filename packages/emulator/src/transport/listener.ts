import type { ClosesWithAwaitUsing } from "./async-dispose.ts";

/** A server that listens for requests. `await using` closes it. */
export interface Listener extends ClosesWithAwaitUsing {
  /** The base URL, such as `http://127.0.0.1:4300`. */
  readonly url: string;
  /** The port that the server listens on. */
  readonly port: number;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}
