import type { Contract } from "@microbilt-oauth/spec";
import { NotApplicable } from "../errors.ts";
import type { FlowName } from "../flow.ts";
import type { ServerTarget } from "../target.ts";
import { type Exchange, NoResponse, type WireRequest } from "../wire/exchange.ts";
import { type IssuedToken, readIssuedToken } from "../wire/issued-token.ts";
import { type TokenRequestChange, tokenRequestTo } from "../wire/token-request.ts";

/** Requests access tokens for the checks of a run. */
export interface TokenSource {
  /** Returns the access token that the checks share, and requests it first if there is none or it is old. */
  shared(flow: FlowName, send: Send): Promise<IssuedToken>;
  /**
   * Requests an access token.
   *
   * @throws {NotApplicable} if the server does not issue one
   */
  request(flow: FlowName, change: TokenRequestChange, send: Send): Promise<IssuedToken>;
}

/** Sends a request and reads the whole response. */
export type Send = (request: WireRequest) => Promise<Exchange>;

/** Creates the token source of a run. */
export function createTokenSource(target: ServerTarget, contract: Contract): TokenSource {
  const tokens = new Map<FlowName, { readonly token: Promise<IssuedToken>; readonly since: number }>();

  async function request(flow: FlowName, change: TokenRequestChange, send: Send): Promise<IssuedToken> {
    const token = await issue(tokenRequestTo(target, contract, flow, change), send);
    if (!token) {
      throw new NotApplicable(`the server issued no access token: see token-request/${flow}`);
    }
    return token;
  }

  return {
    request,
    async shared(flow, send) {
      const known = tokens.get(flow);
      if (known && !isOld(await known.token, known.since)) {
        return known.token;
      }
      const token = request(flow, {}, send);
      tokens.set(flow, { token, since: performance.now() });
      return token;
    },
  };
}

/** A token request without a response is a finding of the check for token requests, not of the check that needs a token. */
async function issue(request: WireRequest, send: Send): Promise<IssuedToken | undefined> {
  try {
    return readIssuedToken(await send(request));
  } catch (error) {
    if (error instanceof NoResponse) {
      return undefined;
    }
    throw error;
  }
}

/** Some servers issue tokens that live for seconds: after half its lifetime, a token may expire within a check. */
function isOld({ members }: IssuedToken, since: number): boolean {
  const lifetime = Number(members.expires_in) * 1_000;
  return lifetime > 0 && performance.now() - since > lifetime / 2;
}
