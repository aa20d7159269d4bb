import type { IssuedToken } from "@microbilt-oauth/emulator";
import type { Mutant, MutantContext } from "../mutant.ts";
import { acceptingTokens } from "../operators/bearer.ts";
import { mutateResponse, replaceStatus, withHeaders } from "../operators/response.ts";

/** Revocation, product restrictions and quotas that the resource server ignores. */
export const limitMutants: readonly Mutant[] = [
  {
    title: "The resource server accepts revoked access tokens",
    killedBy: "bearer/revoked",
    mutate: acceptingTokens((token) => token?.state === "revoked"),
  },
  {
    title: "The resource server lets every application call every product",
    killedBy: "bearer/another-product",
    mutate: acceptingTokens((token, context) => appOf(token, context)?.products !== undefined),
  },
  {
    title: "The resource server ignores quotas",
    killedBy: "bearer/quota",
    mutate: acceptingTokens((token, context) => appOf(token, context)?.quota !== undefined),
  },
  {
    title: "The resource server responds with 403 to calls beyond the quota",
    killedBy: "bearer/quota",
    mutate: replaceStatus(429, 403),
  },
  {
    title: "The resource server sends an invalid Retry-After in response to calls beyond the quota",
    killedBy: "bearer/quota",
    mutate: mutateResponse((response) =>
      response.status === 429 ? withHeaders(response, { "retry-after": "in a minute" }) : response,
    ),
  },
];

function appOf(token: IssuedToken | undefined, { emulator }: MutantContext) {
  return emulator.apps.list().find(({ clientId }) => clientId === token?.clientId);
}
