import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { CheckContext, ClientCheckContext } from "../check.ts";
import type { Spec } from "../document/spec.ts";
import { NotApplicable } from "../errors.ts";
import type { FlowName } from "../flow.ts";
import type { ClientTarget, ServerTarget, Target } from "../target.ts";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE } from "../variables.ts";
import { type Control, createControl } from "../wire/control.ts";
import { type Exchange, type ExchangeOptions, exchange, NoResponse, type WireRequest } from "../wire/exchange.ts";
import { type IssuedToken, readIssuedToken } from "../wire/issued-token.ts";
import { createTurnstile } from "../wire/pacing.ts";
import { createRedactor, type Redactor } from "../wire/redactor.ts";
import { type TokenRequestChange, tokenRequestTo } from "../wire/token-request.ts";

/** Long enough to see that there is no answer, where none is expected. */
const LIMITED_DEADLINE_IN_MS = 500;

/** A server that answers nothing is not waited for in every check. */
const ENOUGH_UNANSWERED = 6;

/** What the checks of one run share. */
export interface RunContext<Context> extends Spec {
  readonly target: Target;
  readonly redactor: Redactor;
  /** How many requests were sent so far. */
  readonly requests: number;
  /** What one check works with, and what it recorded. */
  forCheck(id: string): Context & { readonly notes: readonly string[]; readonly sent: number };
}

export function createClientContext(spec: Spec, target: ClientTarget): RunContext<ClientCheckContext> {
  const forCheck = () => ({ ...spec, target, notes: [], sent: 0 });
  return { ...spec, target, redactor: createRedactor(), requests: 0, forCheck };
}

export function createContext(spec: Spec, target: ServerTarget, seed: number): RunContext<CheckContext> {
  const redactor = createRedactor();
  const { credentials, secondCredentials, reservedCredentials } = target;
  redactor.hide(credentials.clientSecret, `$${CLIENT_SECRET_VARIABLE}`);
  redactor.hide(secondCredentials?.clientSecret ?? "", `$${SECOND_CLIENT_SECRET_VARIABLE}`);
  redactor.hide(reservedCredentials?.clientSecret ?? "", `$RESERVED_${CLIENT_SECRET_VARIABLE}`);
  const turnstile = createTurnstile(target.pace);
  let unanswered = 0;
  const control = target.controlUrl === undefined ? undefined : createControl(target.controlUrl);
  // Also where the answer is no grant, or no JSON.
  const tokenMember = /"access_token"\s*:\s*"([^"]+)"/g;
  /** Of whatever kind a server that is not MicroBilt's gives out. */
  const otherTokenMember = /"\w*_token"\s*:\s*"([^"]+)"/g;
  const grants = new Map<FlowName, { readonly grant: Promise<IssuedToken>; readonly since: number }>();

  async function send(request: WireRequest, options: Omit<ExchangeOptions, "ca">): Promise<Exchange> {
    if (unanswered >= ENOUGH_UNANSWERED) {
      throw new NotApplicable(`the server left ${ENOUGH_UNANSWERED} requests in a row unanswered`);
    }
    await turnstile.pass();
    const answered = await answerTo(request, options);
    if (answered.response.status === 429 && target.lacks.burst !== undefined) {
      throw new NotApplicable("the server says that it is asked too often (429)");
    }
    for (const [, token = ""] of answered.response.body.matchAll(otherTokenMember)) {
      redactor.hide(token, "$OTHER_TOKEN");
    }
    for (const [, accessToken = ""] of answered.response.body.matchAll(tokenMember)) {
      redactor.hide(accessToken, `$${ACCESS_TOKEN_VARIABLE}`);
    }
    return answered;
  }

  async function answerTo(request: WireRequest, options: Omit<ExchangeOptions, "ca">): Promise<Exchange> {
    try {
      const answered = await exchange(request, { ca: target.ca, ...options });
      unanswered = 0;
      return answered;
    } catch (error) {
      unanswered += error instanceof NoResponse && error.isOverdue ? 1 : 0;
      throw error;
    }
  }

  async function ask(
    flow: FlowName,
    change: TokenRequestChange | undefined,
    via: (request: WireRequest) => Promise<Exchange>,
  ): Promise<IssuedToken> {
    try {
      const grant = readIssuedToken(await via(tokenRequestTo(target, spec.contract, flow, change)));
      if (grant) {
        return grant;
      }
    } catch (error) {
      if (!(error instanceof NoResponse)) {
        throw error;
      }
    }
    throw new NotApplicable(`no access token to look at: see token-request/${flow}`);
  }

  /** Where tokens live a few seconds, one is no longer good for every check. */
  function isOld({ members }: IssuedToken, since: number): boolean {
    const lifetime = Number(members["expires_in"]) * 1_000;
    return lifetime > 0 && performance.now() - since > lifetime / 2;
  }

  return {
    ...spec,
    target,
    redactor,
    get requests() {
      return turnstile.passed;
    },
    forCheck(id) {
      const deadline = id in target.limitations ? LIMITED_DEADLINE_IN_MS : target.deadline;
      const notes: string[] = [];
      let sent = 0;
      const sendOne = (request: WireRequest, agent?: HttpAgent) => {
        sent += 1;
        return send(request, { deadline, ...(agent && { agent }) });
      };
      return {
        ...spec,
        target,
        seed,
        notes,
        get sent() {
          return sent;
        },
        send: (request) => sendOne(request),
        async sendOnOneConnection(requests) {
          const options = { keepAlive: true, maxSockets: 1 };
          const agent = target.baseUrl.startsWith("https:") ? new HttpsAgent(options) : new HttpAgent(options);
          try {
            const answered: Exchange[] = [];
            for (const request of requests) {
              answered.push(await sendOne(request, agent));
            }
            return answered;
          } finally {
            agent.destroy();
          }
        },
        async sharedToken(flow) {
          const known = grants.get(flow);
          if (known && !isOld(await known.grant, known.since)) {
            return known.grant;
          }
          const grant = ask(flow, undefined, (request) => send(request, { deadline }));
          grants.set(flow, { grant, since: performance.now() });
          return grant;
        },
        requestToken: (flow, change) => ask(flow, change, (request) => sendOne(request)),
        get control(): Control {
          if (!control) {
            throw new Error(`${id} must say that it needs control.`);
          }
          return control;
        },
        hide: (secret, standIn) => redactor.hide(secret, standIn),
        note: (text) => notes.push(text),
      };
    },
  };
}
