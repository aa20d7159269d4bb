import type { HttpBindings } from "@hono/node-server";
import type { Disruption } from "./disruption.ts";

/** What accompanies a request and its response through the emulator. */
export interface Bindings extends Partial<HttpBindings> {
  /** Set by a fault. */
  disruption?: Disruption;
}

/** Handles a request that a transport received. */
export type Handler = (request: Request, bindings: Bindings) => Response | Promise<Response>;
