import type { MiddlewareHandler } from "hono";
import type { Environment, Notes, Parts, RequestContext } from "../http/context.ts";
import type { LoggedRequest } from "../state/request-log.ts";
import { createRedactor } from "./redact.ts";

/** Writes down every request when it has been answered, without its secrets. */
export function recordRequests(parts: Parts): MiddlewareHandler<Environment> {
  const { blueprint, clock, requests, settings, apps, tokens } = parts;
  const { tokenEndpoint } = blueprint.contract;
  const redact = createRedactor(blueprint, apps, tokens);

  return async (c, next) => {
    const notes: Notes = { faults: [] };
    c.set("notes", notes);
    await next();
    const request = describe(c, isGone(c) ? { ...notes, refusal: undefined, reason: "The client went away." } : notes);
    requests.add(request);
    emit(settings.onRequest, request);
  };

  function describe(c: RequestContext, { body, clientId, refusal, reason, faults }: Notes): LoggedRequest {
    const { path, method } = c.req;
    const isAnswered = c.env.spoil?.kind !== "unanswered" && !isGone(c);
    return {
      time: clock.now(),
      endpoint: path === tokenEndpoint.path ? "token" : "resource",
      method,
      ...redact({ path, query: c.req.query(), headers: headersOf(c), body, reason }),
      ...(clientId !== undefined && { clientId }),
      status: isAnswered ? c.res.status : undefined,
      ...(refusal !== undefined && { refusal }),
      faults,
    };
  }
}

/** Whether there is nobody left to answer. Of a socket it is asked itself: its `Request` would make a signal for it. */
function isGone({ env, req }: RequestContext): boolean {
  return env.incoming ? env.incoming.socket.destroyed : req.raw.signal.aborted;
}

/** From a socket as they were parsed: the `Request` would parse them once more. */
function headersOf({ env, req }: RequestContext): Record<string, string> {
  return Object.fromEntries(
    env.incoming
      ? Object.entries(env.incoming.headers).map(([name, value]) => [name, String(value)])
      : (req.raw.headers as Iterable<[string, string]>),
  );
}

/** Tells a listener; what it throws is its own affair. */
function emit<T>(listener: ((event: T) => void) | undefined, event: T): void {
  try {
    listener?.(event);
  } catch {}
}
