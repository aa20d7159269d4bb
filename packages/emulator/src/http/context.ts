import type { Context } from "hono";
import type { DocumentedApi } from "../contract/documented-api.ts";
import type { Settings } from "../options.ts";
import type { AppRegistry } from "../state/apps.ts";
import type { Clock } from "../state/clock.ts";
import type { FaultScript } from "../state/faults.ts";
import type { ProductRegistry } from "../state/products.ts";
import type { Quotas } from "../state/quotas.ts";
import type { LoggedRequest, RequestLog } from "../state/request-log.ts";
import type { TokenRegistry } from "../state/tokens.ts";
import type { Bindings } from "../transport/handler.ts";

/** What middleware and endpoints work with: the documented API, the settings and the state. */
export interface ServerContext {
  readonly api: DocumentedApi;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly apps: AppRegistry;
  readonly tokens: TokenRegistry;
  readonly quotas: Quotas;
  readonly products: ProductRegistry;
  readonly faults: FaultScript;
  readonly requests: RequestLog;
}

/** What an endpoint notes for the log while it handles a request. */
export interface Notes {
  body?: unknown;
  clientId?: string;
  refusal?: string | undefined;
  reason?: string | undefined;
  faults: LoggedRequest["faults"];
}

/** The types of a request's context, for Hono. */
export interface Environment {
  Bindings: Bindings;
  Variables: { notes: Notes };
}

/** A request and its response while the emulator handles them. */
export type RequestContext = Context<Environment>;
