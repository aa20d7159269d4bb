import type { Mutant, Mutate } from "../mutant.ts";
import { accessTokenOf, withAccessToken } from "../operators/bearer.ts";
import { isTokenResponse, membersOf, mutateMembers, withMembers } from "../operators/token-response.ts";

/** Access tokens that are predictable or shared, and lifetimes that do not shrink. */
export const valueMutants: readonly Mutant[] = [
  {
    title: "The token response repeats a token with its full lifetime",
    killedBy: "token-response/lifetime-remaining",
    emulator: { reuseTokens: true },
    mutate: mutateMembers(() => ({ expires_in: "3599" })),
  },
  {
    title: "Access tokens are predictable",
    killedBy: "token-response/guessing",
    mutate: issuingAliases((accessToken, count) => `${String(count).padStart(20, "0")}${accessToken.slice(0, 4)}`),
  },
  {
    title: "Every tenth access token repeats the one before",
    killedBy: "token-response/guessing",
    mutate: issuingAliases((accessToken, count, previous) =>
      count % 10 === 0 ? (previous ?? accessToken) : accessToken,
    ),
  },
  {
    title: "All applications get the same access token",
    killedBy: "token-response/own-token",
    mutate: issuingAliases((accessToken, _, previous) => previous ?? accessToken),
  },
];

/** Issues other access tokens than the emulator does, and accepts them as the emulator's. */
function issuingAliases(
  createAlias: (accessToken: string, count: number, previous: string | undefined) => string,
): Mutate {
  return (context) => {
    const originals = new Map<string, string>();
    let count = 0;
    let previous: string | undefined;
    return async (request, original) => {
      const known = originals.get(accessTokenOf(request));
      const response = await original(known === undefined ? request : withAccessToken(request, known));
      if (!isTokenResponse(context, request, response)) {
        return response;
      }
      const members = membersOf(response);
      count += 1;
      previous = createAlias(members.access_token, count, previous);
      originals.set(previous, members.access_token);
      return withMembers(response, { access_token: previous });
    };
  };
}
