import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";

/** The name of a parameter of a token request. */
export type TokenRequestParameter = keyof JsonTokenRequest;

const PARAMETERS: readonly TokenRequestParameter[] = ["client_id", "client_secret", "grant_type"];

/** Whether a token request has a parameter of this name. */
export function isTokenRequestParameter(name: string): name is TokenRequestParameter {
  return (PARAMETERS as readonly string[]).includes(name);
}
