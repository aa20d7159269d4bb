import type { MiddlewareHandler } from "hono";
import type { Environment, RequestContext, ServerContext } from "../http/context.ts";
import { emptyResponse, refuse, scriptedResponse } from "../http/responses.ts";
import type { Fault } from "../input/fault.ts";
import { delay } from "../transport/delay.ts";

const OVERSIZED_BYTES = 10_000_000;

/** Applies the scripted faults to each request that they match. */
export function injectFaults(server: ServerContext): MiddlewareHandler<Environment> {
  const { tokenPaths } = server.settings;
  return async (c, next) => {
    const endpoint = tokenPaths.includes(c.req.path) ? "token" : "resource";
    const faults = server.faults.take({ endpoint, path: c.req.path, method: c.req.method });
    if (faults.length === 0) {
      return next();
    }
    c.var.notes.faults = faults.map(({ kind }) => kind);
    let effect: Fault | undefined;
    for (const fault of faults) {
      if (fault.kind === "latency") {
        try {
          await delay(fault.ms, c.req.raw.signal);
        } catch {
          // The client has disconnected, so nobody receives this response.
          return emptyResponse(500);
        }
      } else {
        effect = fault;
      }
    }
    const replacement = effect && replaceResponse(c, server, effect);
    if (replacement) {
      return replacement;
    }
    await next();
    if (effect) {
      await changeResponse(c, effect);
    }
    return undefined;
  };
}

/** Applies a fault that makes the real response unnecessary. Returns undefined for any other fault. */
function replaceResponse(c: RequestContext, { api }: ServerContext, fault: Fault): Response | undefined {
  switch (fault.kind) {
    case "status":
      return scriptedResponse(fault, api.contract.tokenResponse.mediaType);
    case "refusal":
      return refuse(c, api.refusals.get(fault.name), "A scripted fault refused the request.");
    case "reset":
      if (fault.when !== "inside") {
        c.env.disruption = { kind: "no-response" };
        return new Response(null);
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Applies a fault that changes the real response, or what happens to it on its way. */
async function changeResponse(c: RequestContext, fault: Fault): Promise<void> {
  if ((fault.kind === "malformed" || fault.kind === "oversized") && c.res.body === null) {
    return;
  }
  switch (fault.kind) {
    case "reset":
      c.env.disruption = { kind: "cut-off", ending: "reset" };
      break;
    case "truncated":
      c.env.disruption = { kind: "cut-off", ending: "end" };
      break;
    case "slow":
      c.env.disruption = { kind: "slow", ms: fault.ms };
      break;
    case "malformed":
      // No JSON value ends in a comma.
      c.res = new Response(`${(await c.res.text()).slice(0, -1)},`, c.res);
      break;
    case "oversized":
      // JSON may end in any amount of white space (RFC 8259, section 2).
      c.res = new Response((await c.res.text()).padEnd(fault.bytes ?? OVERSIZED_BYTES), c.res);
      break;
    case "content-type":
      c.res = new Response(c.res.body, c.res);
      c.res.headers.set("content-type", fault.mediaType);
      break;
  }
}
