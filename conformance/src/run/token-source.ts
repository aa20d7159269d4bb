import type { Contract } from "@microbilt-oauth/spec";
import { SECOND_CLIENT_ID_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE } from "../environment-variables.ts";
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
   * @throws {NotGranted} if the server does not issue one
   */
  request(flow: FlowName, change: TokenRequestChange, send: Send): Promise<IssuedToken>;
}

/** Sends a request and reads the whole response. */
export type Send = (request: WireRequest) => Promise<Exchange>;

/** The server issued no access token for a valid token request. */
export class NotGranted extends NotApplicable {
  /** The request and the response; undefined if there was no response. */
  readonly exchange: Exchange | undefined;

  /** Creates the error from what happened instead. */
  constructor(flow: FlowName, instead: Exchange | NoResponse, isSecondApplication = false) {
    const isUnanswered = instead instanceof NoResponse;
    super(
      isSecondApplication
        ? `the server issued no access token to the second application: check ${SECOND_CLIENT_ID_VARIABLE} and ${SECOND_CLIENT_SECRET_VARIABLE}`
        : `the server issued no access token: see token-request/${flow}`,
      isUnanswered ? "transient" : "structural",
      isUnanswered ? { cause: instead } : {},
    );
    this.exchange = isUnanswered ? undefined : instead;
  }
}

interface SharedToken {
  readonly token: Promise<IssuedToken>;
  readonly since: number;
}

/** Creates the token source of a run. */
export function createTokenSource(target: ServerTarget, contract: Contract): TokenSource {
  const tokens = new Map<FlowName, SharedToken>();

  async function request(flow: FlowName, change: TokenRequestChange, send: Send): Promise<IssuedToken> {
    const exchange = await respond(tokenRequestTo(target, contract, flow, change), send);
    const token = exchange instanceof NoResponse ? undefined : readIssuedToken(exchange);
    if (!token) {
      const { secondCredentials } = target;
      throw new NotGranted(flow, exchange, secondCredentials !== undefined && change.credentials === secondCredentials);
    }
    return token;
  }

  return {
    request,
    async shared(flow, send) {
      const known = tokens.get(flow);
      if (known && (await isUsable(known))) {
        return known.token;
      }
      const token = request(flow, {}, send);
      tokens.set(flow, { token, since: performance.now() });
      return token;
    },
  };
}

/** A token request without a response is a finding of the check for token requests, not of the check that needs a token. */
async function respond(request: WireRequest, send: Send): Promise<Exchange | NoResponse> {
  try {
    return await send(request);
  } catch (error) {
    if (error instanceof NoResponse) {
      return error;
    }
    throw error;
  }
}

/** A refusal lasts for the run, but a busy server may grant the next token request. */
async function isUsable({ token, since }: SharedToken): Promise<boolean> {
  try {
    return !isOld(await token, since);
  } catch (error) {
    return !(error instanceof NotApplicable && error.kind === "transient");
  }
}

/** Some servers issue tokens that live for seconds: after half its lifetime, a token may expire within a check. */
function isOld({ members }: IssuedToken, since: number): boolean {
  const lifetime = Number(members.expires_in) * 1_000;
  return lifetime > 0 && performance.now() - since > lifetime / 2;
}
