import { type CheckContext, type Facts, NotApplicable } from "../check.ts";
import type { TargetDescription } from "../targets/target.ts";
import { type AnsweredExchange, exchange, NoAnswer, type WireRequest } from "../wire/exchange.ts";
import { createTurnstile } from "../wire/paced.ts";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE, createRedactor, type Redactor } from "../wire/redact.ts";
import { type FlowName, type Grant, goodParameters, grantIn, tokenRequest } from "./token-requests.ts";

/** What the checks of one run share. */
export interface RunContext extends CheckContext {
  readonly redactor: Redactor;
  /** How many requests were sent so far. */
  readonly requests: number;
}

export function createContext(facts: Facts, target: TargetDescription): RunContext {
  const redactor = createRedactor();
  redactor.hide(target.credentials.clientSecret, CLIENT_SECRET_VARIABLE);
  const turnstile = createTurnstile(target.pace);
  // Also where the answer is no grant, or no JSON.
  const tokenMember = new RegExp(`"${facts.contract.tokenMembers.accessToken}"\\s*:\\s*"([^"]+)"`, "g");
  const grants = new Map<FlowName, Promise<Grant>>();

  async function send(request: WireRequest): Promise<AnsweredExchange> {
    await turnstile.pass();
    const answered = await exchange(request, target.deadline);
    for (const [, accessToken = ""] of answered.response.body.matchAll(tokenMember)) {
      redactor.hide(accessToken, ACCESS_TOKEN_VARIABLE);
    }
    return answered;
  }

  async function ask(flow: FlowName): Promise<Grant> {
    const parameters = goodParameters(facts.contract, target.credentials);
    try {
      const grant = grantIn(facts.contract, await send(tokenRequest(facts.contract, target.baseUrl, flow, parameters)));
      if (grant) {
        return grant;
      }
    } catch (error) {
      if (!(error instanceof NoAnswer)) {
        throw error;
      }
    }
    throw new NotApplicable(`no access token to look at: see token-request/${flow}`);
  }

  return {
    ...facts,
    target,
    redactor,
    send,
    get requests() {
      return turnstile.passed;
    },
    grant(flow) {
      const asked = grants.get(flow) ?? ask(flow);
      grants.set(flow, asked);
      return asked;
    },
  };
}
