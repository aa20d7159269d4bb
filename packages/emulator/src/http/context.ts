import type { Context } from "hono";
import type { Blueprint } from "../contract/documented-api.ts";
import type { Settings } from "../options.ts";
import type { AppRegistry } from "../state/apps.ts";
import type { Clock } from "../state/clock.ts";
import type { FaultScript } from "../state/faults.ts";
import type { ProductScripts } from "../state/products.ts";
import type { Quotas } from "../state/quotas.ts";
import type { LoggedRequest, RequestLog } from "../state/request-log.ts";
import type { TokenRegistry } from "../state/tokens.ts";
import type { Bindings } from "../transport/handler.ts";

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
