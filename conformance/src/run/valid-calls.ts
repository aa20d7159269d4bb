import type { CheckContext } from "../check.ts";
import { bearer, buildCall, isAccepted } from "../checks/server/bearer/calls.ts";
import { NotApplicable } from "../errors.ts";
import { type Exchange, NoResponse } from "../wire/exchange.ts";
import type { IssuedToken } from "../wire/issued-token.ts";
import type { Send } from "./token-source.ts";

/** Calls the resource with a valid access token. */
export type ValidCalls = (context: CheckContext, send: Send) => Promise<Exchange>;

/** The resource did not accept a call with a valid access token. */
export class CallNotAccepted extends NotApplicable {
  /** The call and the response; undefined if there was no response. */
  readonly exchange: Exchange | undefined;

  /** Creates the error from what happened instead. */
  constructor(instead: Exchange | NoResponse) {
    const isUnanswered = instead instanceof NoResponse;
    const seen = isUnanswered ? "does not respond" : `responds with ${instead.response.status}`;
    super(
      `the resource ${seen} to a call with a valid access token: see bearer/json`,
      isUnanswered ? "transient" : "structural",
      isUnanswered ? { cause: instead } : {},
    );
    this.exchange = isUnanswered ? undefined : instead;
  }
}

/** Creates what the checks of a run share: one call for each shared access token. */
export function createValidCalls(): ValidCalls {
  const calls = new WeakMap<IssuedToken, Promise<Exchange>>();
  return async (context, send) => {
    const token = await context.sharedToken("json");
    const call = calls.get(token) ?? callOnce(context, token, send);
    calls.set(token, call);
    return call;
  };
}

async function callOnce(context: CheckContext, { accessToken }: IssuedToken, send: Send): Promise<Exchange> {
  try {
    const exchange = await send(buildCall(context, bearer(context, accessToken)));
    if (!isAccepted(context, exchange)) {
      throw new CallNotAccepted(exchange);
    }
    return exchange;
  } catch (error) {
    throw error instanceof NoResponse ? new CallNotAccepted(error) : error;
  }
}
