import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { type Exchange, jsonBody } from "./exchange.ts";

/** The members of a token response, of whatever types the server sent. A known one is read by its name: `members.status`. */
export type TokenResponseMembers = Readonly<Record<string, unknown>> & {
  readonly [Name in keyof TokenResponse]?: unknown;
};

/** A token request for which the server issued an access token. */
export interface IssuedToken extends Exchange {
  /** The members of the token response. */
  readonly members: TokenResponseMembers;
  /** The access token. */
  readonly accessToken: string;
}

/** Reads the access token from an exchange; undefined if the server did not issue one. */
export function readIssuedToken(exchange: Exchange): IssuedToken | undefined {
  const { status } = exchange.response;
  return status >= 200 && status <= 299 ? readToken(exchange) : undefined;
}

/** Whether a response contains an access token, even one with the status of an error. */
export function containsToken(exchange: Exchange): boolean {
  return readToken(exchange) !== undefined;
}

function readToken(exchange: Exchange): IssuedToken | undefined {
  const body = jsonBody(exchange.response);
  const members: TokenResponseMembers = typeof body === "object" && body !== null ? { ...body } : {};
  const accessToken = members.access_token;
  return typeof accessToken === "string" && accessToken !== "" ? { ...exchange, members, accessToken } : undefined;
}
