import { bearer } from "@microbilt-oauth/spec/contract";
import type { Mutant, MutantRequest, MutantResponse } from "../mutant.ts";
import { readingAccessToken, validAccessToken } from "../operators/bearer.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";

/** Calls without an access token that the resource server accepts, or rejects with a wrong status or challenge. */
export const missingTokenMutants: readonly Mutant[] = [
  {
    title: "The resource server accepts calls without an access token",
    killedBy: "bearer/missing",
    notedBy: ["bearer/missing-body"],
    mutate: readingAccessToken((request, context) =>
      hasAuthorization(request) ? undefined : validAccessToken(context),
    ),
  },
  {
    title: "The resource server responds with 403 to calls without an access token",
    killedBy: "bearer/missing-status",
    mutate: mutateResponse((response, _, request) =>
      response.status === 401 && !hasAuthorization(request) ? { ...response, status: 403 } : response,
    ),
  },
  {
    title: "The resource server sends no challenge in response to calls without an access token",
    killedBy: "bearer/missing-challenge",
    mutate: mutateResponse((response, _, request) =>
      hasAuthorization(request) ? response : withChallenge(response, undefined),
    ),
  },
  {
    title: "The challenge to calls without an access token names an error code",
    killedBy: "bearer/missing-no-error-code",
    mutate: mutateResponse((response) =>
      response.status === 401 ? withChallenge(response, `${bearer.scheme} error="invalid_token"`) : response,
    ),
  },
  {
    title: "The challenge has unbalanced quotes",
    killedBy: "bearer/challenge-syntax",
    mutate: mutateResponse((response) =>
      response.status === 401
        ? withChallenge(response, `${bearer.scheme} realm="null",error='invalid_token"`)
        : response,
    ),
  },
];

function hasAuthorization({ headers }: MutantRequest): boolean {
  return headers["authorization"] !== undefined;
}

function withChallenge(response: MutantResponse, challenge: string | undefined): MutantResponse {
  return withHeaders(response, { "www-authenticate": challenge });
}
