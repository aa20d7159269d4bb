import { isCall, lettingThrough, tokenOf, unauthorized } from "./bearer-calls.ts";
import type { Mutant } from "./mutant.ts";
import { answering, flowOf, instead, isGrant, refusal, withHeaders } from "./requests.ts";

/** Calls with a good token that are refused, and tokens that live too long or not long enough. */
export const bearerAcceptedMutants: readonly Mutant[] = [
  ...(["json", "form"] as const).map(
    (flow): Mutant => ({
      title: `tokens from the ${flow} flow are good for nothing`,
      caughtBy: `bearer/${flow}`,
      breaking: (surroundings) => {
        const tokens = new Set<string>();
        return async (request, sound) => {
          if (tokens.has(tokenOf(request))) {
            return unauthorized;
          }
          const answer = await sound(request);
          if (isGrant(surroundings, request, answer) && flowOf(surroundings, request) === flow) {
            tokens.add(JSON.parse(answer.body)["access_token"]);
          }
          return answer;
        };
      },
    }),
  ),
  {
    title: "calls with GET are refused",
    caughtBy: "bearer/get",
    breaking: instead(
      (request, surroundings) => isCall(surroundings, request) && request.method === "GET",
      refusal(401),
    ),
  },
  {
    title: "calls are answered with HTML",
    caughtBy: "bearer/answer",
    breaking: answering((answer, surroundings, request) =>
      isCall(surroundings, request) && answer.status === 200
        ? withHeaders(answer, { "content-type": "text/html" })
        : answer,
    ),
  },
  {
    title: "an access token is good for one call",
    caughtBy: "bearer/twice",
    breaking: (surroundings) => {
      const used = new Set<string>();
      return async (request, sound) => {
        const token = tokenOf(request);
        if (!isCall(surroundings, request) || token === "") {
          return sound(request);
        }
        const isUsed = used.has(token);
        used.add(token);
        return isUsed ? unauthorized : sound(request);
      };
    },
  },
  {
    title: "another token ends the ones before it",
    caughtBy: "bearer/older-token",
    breaking: (surroundings) => {
      let last = "";
      return async (request, sound) => {
        const answer = await sound(request);
        if (isGrant(surroundings, request, answer)) {
          surroundings.emulator.tokens.revoke(last);
          last = JSON.parse(answer.body)["access_token"];
        }
        return answer;
      };
    },
  },
  {
    title: "the name of the scheme must be written as documented",
    caughtBy: "bearer/scheme-case",
    breaking: instead(
      (request, surroundings) =>
        isCall(surroundings, request) && /^bearer /.test(request.headers["authorization"] ?? ""),
      refusal(401),
    ),
  },
  {
    title: "tokens end before their time",
    caughtBy: "bearer/until-it-expires",
    breaking: (surroundings) => (request, sound) => {
      const { tokens, clock } = surroundings.emulator;
      const token = tokens.find(tokenOf(request));
      return token && token.expiresAt - clock.now() < 60_000 ? Promise.resolve(unauthorized) : sound(request);
    },
  },
  {
    title: "tokens never expire",
    caughtBy: "bearer/expired",
    breaking: (surroundings) => lettingThrough(surroundings, (token) => token?.state === "expired"),
  },
  {
    title: "expired tokens are refused with 500",
    caughtBy: "bearer/expired-status",
    emulator: { statuses: { ExpiredAccessToken: 500 } },
  },
  {
    title: "a token is given again when it has expired",
    caughtBy: "bearer/another-after-expiry",
    breaking: (surroundings) => {
      let first: string | undefined;
      return async (request, sound) => {
        const answer = await sound(request);
        if (!isGrant(surroundings, request, answer)) {
          return answer;
        }
        const members = JSON.parse(answer.body);
        const token = first === undefined ? undefined : surroundings.emulator.tokens.find(first);
        first = token?.state === "expired" ? first : members["access_token"];
        return { ...answer, body: JSON.stringify({ ...members, access_token: first }) };
      };
    },
  },
];
