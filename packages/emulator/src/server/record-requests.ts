import type { MiddlewareHandler } from "hono";
import { tell } from "../settings.ts";
import type { LoggedRequest } from "../state/request-log.ts";
import type { Environment, Notes, Parts, RequestContext } from "./environment.ts";
import { createRedactor } from "./redact.ts";

/** Writes down every request when it has been answered, without its secrets. */
export function recordRequests({ blueprint, clock, requests, settings }: Parts): MiddlewareHandler<Environment> {
  const { tokenEndpoint } = blueprint.contract;
  const redact = createRedactor(blueprint.contract);

  return async (c, next) => {
    const notes: Notes = { faults: [] };
    c.set("notes", notes);
    await next();
    const request = describe(c, notes);
    requests.add(request);
    tell(settings.onRequest, request);
  };

  function describe(c: RequestContext, { body, clientId, refusal, reason, faults }: Notes): LoggedRequest {
    const { path, method } = c.req;
    return {
      time: clock.now(),
      endpoint: path === tokenEndpoint.path ? "token" : "resource",
      method,
      path,
      query: redact.query(c.req.query()),
      headers: redact.headers(headersOf(c)),
      body: redact.body(body),
      ...(clientId !== undefined && { clientId }),
      status: c.env.spoil?.kind === "unanswered" ? undefined : c.res.status,
      ...(refusal !== undefined && { refusal }),
      ...(reason !== undefined && { reason }),
      faults,
    };
  }
}

/** From a socket as they were parsed: the `Request` would parse them once more. */
function headersOf({ env, req }: RequestContext): Iterable<readonly [string, string]> {
  return env.incoming
    ? Object.entries(env.incoming.headers).map(([name, value]) => [name, String(value)])
    : req.raw.headers;
}
