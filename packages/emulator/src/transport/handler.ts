import type { HttpBindings } from "@hono/node-server";
import type { Spoil } from "./disruption.ts";

/** What comes along with a request, and what goes along with its answer. */
export interface Bindings extends Partial<HttpBindings> {
  /** What is to happen to the answer on its way. */
  spoil?: Spoil;
}

/** Answers a request; the bindings say what is to happen to the answer. */
export type Handler = (request: Request, bindings: Bindings) => Response | Promise<Response>;
