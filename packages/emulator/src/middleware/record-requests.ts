import type { MiddlewareHandler } from "hono";
import type { Environment, Notes, RequestContext, ServerContext } from "../http/context.ts";
import type { Settings } from "../options.ts";
import type { LoggedRequest } from "../state/request-log.ts";
import { createRedactor } from "./redact.ts";

/** Logs every request once its response is ready, without secrets and tokens. */
export function recordRequests(server: ServerContext): MiddlewareHandler<Environment> {
  const { api, clock, requests, settings, apps, tokens } = server;
  const { tokenPaths } = settings;
  const redact = createRedactor(api.tokenResponse.tokenLength, apps, tokens);

  return async (c, next) => {
    const { epoch } = requests;
    const notes: Notes = { faults: [] };
    c.set("notes", notes);
    await next();
    const request = describe(
      c,
      hasDisconnected(c) ? { ...notes, refusal: undefined, reason: "The client disconnected." } : notes,
    );
    if (requests.epoch === epoch) {
      requests.add(request);
    }
    emit(settings.onRequest, request);
  };

  function describe(c: RequestContext, { body, clientId, refusal, reason, faults }: Notes): LoggedRequest {
    const { path, method } = c.req;
    const hasResponse = c.env.disruption?.kind !== "no-response" && !hasDisconnected(c);
    return {
      time: clock.now(),
      endpoint: tokenPaths.includes(path) ? "token" : "resource",
      ...redact({ method, path, query: c.req.query(), headers: headersOf(c), body, reason }),
      ...(clientId !== undefined && { clientId }),
      status: hasResponse ? c.res.status : undefined,
      ...(refusal !== undefined && { refusal }),
      faults,
    };
  }
}

/** Whether the client has disconnected. The socket knows it without the cost of the `Request`'s signal. */
function hasDisconnected({ env, req }: RequestContext): boolean {
  return env.incoming ? env.incoming.socket.destroyed : req.raw.signal.aborted;
}

/** The header fields. Node has parsed those from a socket, and the `Request` would parse them again. */
function headersOf({ env, req }: RequestContext): Record<string, string> {
  return Object.fromEntries(
    env.incoming
      ? Object.entries(env.incoming.headers).map(([name, value]) => [name, String(value)])
      : (req.raw.headers as Iterable<[string, string]>),
  );
}

/** Calls the listener. What it throws must not affect the request. */
function emit(listener: Settings["onRequest"], request: LoggedRequest): void {
  try {
    listener?.(request);
  } catch {}
}
