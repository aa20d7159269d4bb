import { setTimeout as sleep } from "node:timers/promises";
import { below, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_NAMES } from "../../../flow.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { answeredWith, expecting, headerField } from "../../findings.ts";
import { createBearerCalls } from "./bearer-calls.ts";

const SECOND_IN_MS = 1_000;
/** A target whose clock cannot be moved is waited for when its tokens live at most so long. */
const WORTH_WAITING_FOR_IN_S = 10;

/** Those who have an access token are let through, for as long as it lives, and no longer. */
export function bearerAcceptedChecks(spec: Spec): Check[] {
  const { contract } = spec;
  const scheme = pointerTo("components", "securitySchemes", contract.bearer.name);
  const { tokenResponse } = contract;
  const [expiresIn, accessToken] = ["expires_in", "access_token"] as const;
  const lifetime: Pointer = below(tokenResponse.pointer, "properties", expiresIn);
  const token: Pointer = below(tokenResponse.pointer, "properties", accessToken);
  const { call, bearer, letThrough, refused } = createBearerCalls(spec);
  const answer = pointerTo("components", "responses", "ApplicationData");

  return [
    ...FLOW_NAMES.map(
      (flow): Check => ({
        id: `bearer/${flow}`,
        title: `A call with an access token from the ${flow} flow is let through`,
        requirement: scheme,
        needs: ["resource"],
        run: async (context) => letThrough(await call(context, bearer((await context.sharedToken(flow)).accessToken))),
      }),
    ),
    ...contract.resource.methods.map(
      (method): Check => ({
        id: `bearer/${method.toLowerCase()}`,
        title: `A call with ${method}, a JSON body and an access token is let through`,
        requirement: below(pointerTo("paths", contract.resource.path), method.toLowerCase()),
        needs: ["resource"],
        async run(context) {
          const exchange = await call(context, bearer((await context.sharedToken("json")).accessToken), { method });
          if (exchange.response.status === 405) {
            throw new NotApplicable(`the resource does not take ${method}`);
          }
          return letThrough(exchange);
        },
      }),
    ),
    {
      id: "bearer/answer",
      title: "The answer to a call is JSON",
      requirement: answer,
      needs: ["resource"],
      async run(context) {
        const exchange = await call(context, bearer((await context.sharedToken("json")).accessToken));
        const { mediaType } = contract.resource;
        return headerField("content-type", new RegExp(`^${mediaType}\\b`, "i"), mediaType, exchange);
      },
    },
    {
      id: "bearer/twice",
      title: "An access token is good for more than one call",
      requirement: token,
      needs: ["resource"],
      requests: 2,
      async run(context) {
        const authorization = bearer((await context.sharedToken("json")).accessToken);
        await call(context, authorization);
        return letThrough(await call(context, authorization));
      },
    },
    {
      id: "bearer/older-token",
      title: "An access token stays good when another is asked for",
      requirement: token,
      needs: ["resource", "tokens"],
      requests: 3,
      async run(context) {
        const older = await context.requestToken("json");
        await context.requestToken("json");
        return letThrough(await call(context, bearer(older.accessToken)));
      },
    },
    {
      id: "bearer/scheme-case",
      title: "The name of the scheme may be written in lower case",
      requirement: "rfc9110#11.1",
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        return letThrough(
          await call(
            context,
            bearer(accessToken).replace(/^\w+/, (name) => name.toLowerCase()),
          ),
        );
      },
    },
    {
      id: "bearer/until-it-expires",
      title: `An access token is good until ${expiresIn} is over`,
      requirement: lifetime,
      needs: ["resource", "tokens"],
      requests: 2,
      async run(context) {
        const grant = await context.requestToken("json");
        const early = await whenLeft(context, grant, 1, () => call(context, bearer(grant.accessToken)));
        return letThrough(early);
      },
    },
    {
      id: "bearer/expired",
      title: `An access token is refused when ${expiresIn} is over`,
      requirement: lifetime,
      needs: ["resource", "tokens"],
      requests: 2,
      run: async (context) => refused(await callWithExpired(context)),
    },
    {
      id: "bearer/expired-status",
      title: "An expired access token is refused with 401",
      requirement: "rfc6750#3.1",
      needs: ["resource", "tokens"],
      requests: 2,
      run: async (context) => answeredWith([401], await callWithExpired(context)),
    },
    {
      id: "bearer/another-after-expiry",
      title: "When an access token has expired, another can be had, and is good",
      requirement: token,
      needs: ["resource", "tokens"],
      requests: 3,
      async run(context) {
        const expired = await context.requestToken("json");
        return whenLeft(context, expired, -1, async () => {
          const next = await context.requestToken("json");
          return [
            ...expecting("another token", next.accessToken !== expired.accessToken, next, "the expired token again"),
            ...letThrough(await call(context, bearer(next.accessToken))),
          ];
        });
      },
    },
  ];

  async function callWithExpired(context: CheckContext): Promise<Exchange> {
    const grant = await context.requestToken("json");
    return whenLeft(context, grant, -1, () => call(context, bearer(grant.accessToken)));
  }

  /** Does something when so many seconds of a token's life are left. */
  async function whenLeft<T>(
    context: CheckContext,
    { members }: IssuedToken,
    seconds: number,
    act: () => Promise<T>,
  ): Promise<T> {
    const lifetime = Number(members[expiresIn]);
    if (!Number.isFinite(lifetime)) {
      throw new NotApplicable(`${expiresIn} does not say how long the token lives`);
    }
    const ms = Math.max(0, lifetime - seconds) * SECOND_IN_MS;
    if (context.target.controlUrl === undefined) {
      if (lifetime > WORTH_WAITING_FOR_IN_S) {
        throw new NotApplicable(`its tokens live ${lifetime} s, and its clock cannot be moved`);
      }
      await sleep(ms);
      return act();
    }
    await context.control.advanceClock(ms);
    try {
      return await act();
    } finally {
      // Other checks hold tokens too.
      await context.control.advanceClock(-ms);
    }
  }
}
