import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { ACCESS_TOKEN_VARIABLE } from "../../../environment-variables.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { Waiting } from "../../../waiting.ts";
import { expectThat } from "../../findings.ts";
import { memberPointer } from "../../pointers.ts";
import { canMoveClock, later } from "../server-clock.ts";
import { bearer, call, expectAccepted } from "./calls.ts";
import { isSuccess } from "./served.ts";

const EXPIRES_IN: keyof TokenResponse = "expires_in";
const SECOND_IN_MS = 1_000;
/** How long before its expiry a token is used: timers on a busy machine are late, and a call takes time. */
const BEFORE_IN_S = 30;
/** How long after its expiry a server may still accept a token, because clocks differ. */
const LEEWAY_IN_S = 30;
/** How long after the leeway a token is used. */
const AFTER_IN_S = 5;
/** Names what an interrupted run saves. */
const STATE = "bearer/lifetimes";

/** An access token that is being observed until it expires. An interrupted run leaves it to the next one. */
interface ObservedToken {
  readonly flow: FlowName;
  readonly accessToken: string;
  /** When it was requested, in ms since 1970. */
  readonly requestedAt: number;
  /** Its lifetime according to the server, in s. */
  readonly lifetime: number;
}

/** Access tokens of both flows, from their issue to their expiry. */
export function lifetimeChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "bearer/lifetimes",
      title: `The resource server accepts the access tokens of both flows for ${EXPIRES_IN} seconds, and at most ${LEEWAY_IN_S} more`,
      requirement: memberPointer(contract, EXPIRES_IN),
      needs: ["resource", "tokens"],
      requests: 3 * FLOW_NAMES.length,
      async run(context) {
        await context.validCall();
        return canMoveClock(context) ? observeByClock(context) : observeByWaiting(context);
      },
    },
  ];
}

async function observeByClock(context: CheckContext): Promise<readonly Finding[]> {
  const tokens = await requestTokens(context, Date.now);
  const findings: Finding[] = [];
  for (const token of tokens) {
    const untilExpiry = token.lifetime * SECOND_IN_MS;
    // A slow server has used up a part of the lifetime by now.
    const elapsed = Date.now() - token.requestedAt;
    const before = untilExpiry - elapsed - BEFORE_IN_S * SECOND_IN_MS;
    const after = untilExpiry + (LEEWAY_IN_S + AFTER_IN_S) * SECOND_IN_MS;
    findings.push(
      ...(await later(context, Math.max(0, before), () => expectValid(context, token))),
      ...(await later(context, after, () => expectExpired(context, token))),
    );
  }
  return findings;
}

async function observeByWaiting(context: CheckContext): Promise<readonly Finding[]> {
  const { waiting } = context;
  if (!waiting) {
    throw new NotApplicable("the clock of the server cannot be moved, and the run does not wait for tokens to expire");
  }
  const saved = readTokens(await waiting.load(STATE));
  for (const { accessToken } of saved ?? []) {
    context.hide(accessToken, `$${ACCESS_TOKEN_VARIABLE}`);
  }
  const tokens = saved ?? (await requestTokens(context, waiting.now));
  const latest = Math.max(...tokens.map(expiryOf)) + (LEEWAY_IN_S + AFTER_IN_S) * SECOND_IN_MS;
  if (latest - waiting.now() > waiting.longest) {
    const seconds = Math.ceil((latest - waiting.now()) / SECOND_IN_MS);
    throw new NotApplicable(`this takes ${seconds} s, and the run waits ${waiting.longest / SECOND_IN_MS} s at most`);
  }
  await waiting.save(STATE, tokens);
  const findings: Finding[] = [];
  for (const token of [...tokens].sort((a, b) => expiryOf(a) - expiryOf(b))) {
    if (waiting.now() < expiryOf(token)) {
      await sleepUntil(waiting, expiryOf(token) - BEFORE_IN_S * SECOND_IN_MS);
      findings.push(...(await expectValid(context, token)));
    } else {
      context.note(
        `The ${FLOW_LABELS[token.flow]} token expired while no run was waiting: only its expiry was checked.`,
      );
    }
  }
  await sleepUntil(waiting, latest);
  for (const token of tokens) {
    findings.push(...(await expectExpired(context, token)));
  }
  await waiting.save(STATE, undefined);
  return findings;
}

function expiryOf({ requestedAt, lifetime }: ObservedToken): number {
  return requestedAt + lifetime * SECOND_IN_MS;
}

async function sleepUntil({ now, sleep }: Waiting, time: number): Promise<void> {
  await sleep(Math.max(0, time - now()));
}

async function requestTokens(context: CheckContext, now: () => number): Promise<readonly ObservedToken[]> {
  const tokens: ObservedToken[] = [];
  for (const flow of FLOW_NAMES) {
    const requestedAt = now();
    const { accessToken, members } = await context.requestToken(flow);
    const lifetime = Number(members.expires_in);
    if (!Number.isFinite(lifetime)) {
      throw new NotApplicable(`${EXPIRES_IN} is not a number: see token-response/${EXPIRES_IN}`);
    }
    tokens.push({ flow, accessToken, requestedAt, lifetime });
  }
  return tokens;
}

async function expectValid(context: CheckContext, { accessToken, flow, lifetime }: ObservedToken): Promise<Finding[]> {
  const exchange = await call(context, bearer(context, accessToken));
  const expected = `acceptance of the ${FLOW_LABELS[flow]} token ${BEFORE_IN_S} s before its ${lifetime} s have passed`;
  return expectAccepted(context, exchange).map((finding) => ({ ...finding, expected }));
}

async function expectExpired(
  context: CheckContext,
  { accessToken, flow, lifetime }: ObservedToken,
): Promise<Finding[]> {
  const exchange = await call(context, bearer(context, accessToken));
  const seconds = LEEWAY_IN_S + AFTER_IN_S;
  const expected = `a rejection of the ${FLOW_LABELS[flow]} token ${seconds} s after its ${lifetime} s have passed`;
  return expectThat(!isSuccess(exchange.response), expected, exchange);
}

/** Reads what an earlier run saved; undefined if there is nothing, or nothing that can be used. */
function readTokens(saved: unknown): readonly ObservedToken[] | undefined {
  return Array.isArray(saved) && saved.length > 0 && saved.every(isObservedToken) ? saved : undefined;
}

function isObservedToken(value: unknown): value is ObservedToken {
  const { flow, accessToken, requestedAt, lifetime } = (value ?? {}) as Partial<ObservedToken>;
  return (
    FLOW_NAMES.some((name) => name === flow) &&
    typeof accessToken === "string" &&
    typeof requestedAt === "number" &&
    typeof lifetime === "number"
  );
}
