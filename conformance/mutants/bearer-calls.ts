/** What defects look at, and change, in calls. */
import { bearer } from "@microbilt-oauth/spec/contract";
import type { Answer, Mutant, Received, Surroundings } from "./mutant.ts";
import { isTokenRequest, refusal } from "./requests.ts";

const GOOD_SCHEME = new RegExp(`^${bearer.scheme} `);

export const unauthorized: Answer = refusal(401);

export type Token = ReturnType<Surroundings["emulator"]["tokens"]["find"]>;

export function isCall(surroundings: Surroundings, request: Received): boolean {
  return !isTokenRequest(surroundings, request);
}

/** The access token of a call in the documented way; empty when there is none. */
export function tokenOf({ headers }: Received): string {
  const value = headers["authorization"] ?? "";
  return GOOD_SCHEME.test(value) ? value.replace(GOOD_SCHEME, "") : "";
}

export function goodToken({ emulator, credentials }: Surroundings): string {
  return emulator.tokens.issue(credentials.clientId);
}

/** Calls whose token is read in another way too. */
export function readingToken(
  surroundings: Surroundings,
  read: (request: Received) => string | undefined,
): ReturnType<NonNullable<Mutant["breaking"]>> {
  return (request, sound) => {
    const token = isCall(surroundings, request) ? read(request) : undefined;
    return sound(
      token === undefined
        ? request
        : { ...request, headers: { ...request.headers, authorization: `${bearer.scheme} ${token}` } },
    );
  };
}

/** Calls with some tokens are let through, whatever has become of the token. */
export function lettingThrough(
  surroundings: Surroundings,
  isMeant: (token: Token) => boolean,
): ReturnType<NonNullable<Mutant["breaking"]>> {
  return readingToken(surroundings, (request) =>
    isMeant(surroundings.emulator.tokens.find(tokenOf(request))) ? goodToken(surroundings) : undefined,
  );
}
