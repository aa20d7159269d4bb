import type { JsonTokenRequest } from "@microbilt-oauth/spec/types";

const MEMBERS: Readonly<Record<keyof JsonTokenRequest, true>> = {
  client_id: true,
  client_secret: true,
  grant_type: true,
};

/** Whether a token request has a member of this name. */
export function isTokenRequestMember(name: string): name is keyof JsonTokenRequest {
  return Object.hasOwn(MEMBERS, name);
}
