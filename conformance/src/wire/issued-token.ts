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
  const body = jsonBody(exchange.response);
  if (status < 200 || status > 299 || typeof body !== "object" || body === null) {
    return undefined;
  }
  const members: TokenResponseMembers = { ...body };
  const accessToken = members.access_token;
  return typeof accessToken === "string" && accessToken !== "" ? { ...exchange, members, accessToken } : undefined;
}
