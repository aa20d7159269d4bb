import type { MiddlewareHandler } from "hono";
import type { Environment, Parts, RequestContext } from "../http/context.ts";
import { answerAs, emptyAnswer, refuse } from "../http/responses.ts";
import type { Fault } from "../input/fault.ts";
import { wait } from "../transport/wait.ts";

const OVERSIZED_IN_BYTES = 10_000_000;

/** Lets go wrong what is scripted to. */
export function injectFaults(parts: Parts): MiddlewareHandler<Environment> {
  const { tokenEndpoint } = parts.blueprint.contract;
  return async (c, next) => {
    const endpoint = c.req.path === tokenEndpoint.path ? "token" : "resource";
    const faults = parts.faults.take({ endpoint, path: c.req.path, method: c.req.method });
    if (faults.length === 0) {
      return next();
    }
    c.var.notes.faults = faults.map(({ kind }) => kind);
    let spoiling: Fault | undefined;
    for (const fault of faults) {
      if (fault.kind === "latency") {
        try {
          await wait(fault.ms, c.req.raw.signal);
        } catch {
          // The client went away: nobody sees this.
          return emptyAnswer(500);
        }
      } else {
        spoiling = fault;
      }
    }
    const instead = spoiling && answerInstead(c, parts, spoiling);
    if (instead) {
      return instead;
    }
    await next();
    if (spoiling) {
      await spoil(c, spoiling);
    }
    return undefined;
  };
}

/** Some faults leave nothing for a handler to do. */
function answerInstead(c: RequestContext, { blueprint }: Parts, fault: Fault): Response | undefined {
  switch (fault.kind) {
    case "status":
      return answerAs(fault, blueprint.contract.tokenResponse.mediaType);
    case "refusal":
      return refuse(c, blueprint.refusals.get(fault.name), "A fault refuses the request.");
    case "reset":
      if (fault.when !== "inside") {
        c.env.spoil = { kind: "unanswered" };
        return new Response(null);
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Others do something to the answer. */
async function spoil(c: RequestContext, fault: Fault): Promise<void> {
  if ((fault.kind === "malformed" || fault.kind === "oversized") && c.res.body === null) {
    return;
  }
  switch (fault.kind) {
    case "reset":
      c.env.spoil = { kind: "cut", how: "reset" };
      break;
    case "truncated":
      c.env.spoil = { kind: "cut", how: "end" };
      break;
    case "slow":
      c.env.spoil = { kind: "drip", ms: fault.ms };
      break;
    case "malformed":
      // Without its last character no JSON is whole, but for a number.
      c.res = new Response(`${(await c.res.text()).slice(0, -1)},`, c.res);
      break;
    case "oversized":
      // JSON may be followed by as much white space as one likes (RFC 8259, section 2).
      c.res = new Response((await c.res.text()).padEnd(fault.bytes ?? OVERSIZED_IN_BYTES), c.res);
      break;
    case "content-type":
      c.res = new Response(c.res.body, c.res);
      c.res.headers.set("content-type", fault.mediaType);
      break;
  }
}
