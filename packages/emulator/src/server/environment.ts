import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Spoil } from "../delivery/spoil.ts";
import type { Blueprint } from "../document/blueprint.ts";
import type { Settings } from "../settings.ts";
import type { AppRegistry } from "../state/apps.ts";
import type { Clock } from "../state/clock.ts";
import type { FaultScript } from "../state/faults.ts";
import type { ProductScripts } from "../state/products.ts";
import type { Quotas } from "../state/quotas.ts";
import type { LoggedRequest, RequestLog } from "../state/request-log.ts";
import type { TokenRegistry } from "../state/tokens.ts";

/** Everything that the handlers of requests work with. */
export interface Parts {
  readonly blueprint: Blueprint;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly apps: AppRegistry;
  readonly tokens: TokenRegistry;
  readonly quotas: Quotas;
  readonly products: ProductScripts;
  readonly faults: FaultScript;
  readonly requests: RequestLog;
}

/** What comes along with a request, and what goes along with its answer. */
export interface Bindings extends Partial<HttpBindings> {
  /** What is to happen to the answer on its way. */
  spoil?: Spoil;
}

/** What the handlers write down for the log. */
export interface Notes {
  body?: unknown;
  clientId?: string;
  refusal?: string | undefined;
  reason?: string | undefined;
  faults: LoggedRequest["faults"];
}

export interface Environment {
  Bindings: Bindings;
  Variables: { notes: Notes };
}

export type RequestContext = Context<Environment>;
