import { bearer } from "@microbilt-oauth/spec/contract";
import { ACCESS_TOKEN_PARAMETER } from "../src/checks/bearer-calls.ts";
import { goodToken, isCall, lettingThrough, readingToken, type Token, tokenOf } from "./bearer-calls.ts";
import type { Mutant, Surroundings } from "./mutant.ts";
import { answering, isGrant, withHeaders } from "./requests.ts";

/** Calls that are let through though they should not be, or are refused in another way. */
export const bearerRefusedMutants: readonly Mutant[] = [
  {
    title: "calls without a token are let through",
    caughtBy: "bearer/missing",
    breaking: (surroundings) =>
      readingToken(surroundings, ({ headers }) =>
        headers["authorization"] === undefined ? goodToken(surroundings) : undefined,
      ),
  },
  {
    title: "calls without a token are refused with 403",
    caughtBy: "bearer/missing-status",
    breaking: answering((answer, _, { headers }) =>
      answer.status === 401 && headers["authorization"] === undefined ? { ...answer, status: 403 } : answer,
    ),
  },
  {
    title: "nothing says that a bearer is wanted",
    caughtBy: "bearer/missing-challenge",
    breaking: answering((answer, _, { headers }) =>
      headers["authorization"] === undefined ? withHeaders(answer, { "www-authenticate": undefined }) : answer,
    ),
  },
  {
    title: "who sent no token is told that it is invalid",
    caughtBy: "bearer/missing-no-error-code",
    breaking: answering((answer) =>
      answer.status === 401
        ? withHeaders(answer, { "www-authenticate": `${bearer.scheme} error="invalid_token"` })
        : answer,
    ),
  },
  {
    title: "the challenge has broken quotes",
    caughtBy: "bearer/challenge-syntax",
    breaking: answering((answer) =>
      answer.status === 401
        ? withHeaders(answer, { "www-authenticate": `${bearer.scheme} realm="null",error='invalid_token"` })
        : answer,
    ),
  },
  taken("any token is taken", "unknown", (token, known) => token !== "" && !known),
  takenFor(
    "only the beginning of a token is looked at",
    "tampered",
    (given, issued) => given.length === issued.length && given.startsWith(issued.slice(0, -1)),
  ),
  takenFor(
    "a token is compared as far as it goes",
    "cut",
    (given, issued) => given.length > 10 && issued.startsWith(given),
  ),
  takenFor("what stands behind a token is not looked at", "longer", (given, issued) => given.startsWith(issued)),
  headerTaken("a scheme without a token is enough", "empty", (value, surroundings) =>
    value.trim() === bearer.scheme ? goodToken(surroundings) : undefined,
  ),
  headerTaken(
    "of two tokens in one field the first counts",
    "malformed",
    (value) => /^\w+ (\S+) \S+$/.exec(value)?.[1],
  ),
  headerTaken("of two fields the first counts", "two-headers", (value) => /^\w+ ([^ ,]+), /.exec(value)?.[1]),
  headerTaken("the scheme may be left out", "no-scheme", (value) => /^[^ ]+$/.exec(value)?.[0]),
  headerTaken("the scheme Basic is taken for a bearer", "other-scheme", (value) => /^Basic (\S+)$/.exec(value)?.[1]),
  headerTaken(
    "the type of the token is taken for the scheme",
    "type-as-scheme",
    (value) => /^\w+Token (\S+)$/.exec(value)?.[1],
  ),
  {
    title: "the token may stand in the query",
    caughtBy: "bearer/in-query",
    breaking: (surroundings) =>
      readingToken(surroundings, ({ query }) => new URLSearchParams(query).get(ACCESS_TOKEN_PARAMETER) ?? undefined),
  },
  {
    title: "the token may stand in the body",
    caughtBy: "bearer/in-body",
    breaking: (surroundings) =>
      readingToken(
        surroundings,
        ({ body }) => new RegExp(`"${ACCESS_TOKEN_PARAMETER}":"([^"]+)"`).exec(body.toString())?.[1],
      ),
  },
  headerTaken("the client secret is taken for a token", "client-credentials", (value, surroundings) =>
    value.endsWith(` ${surroundings.credentials.clientSecret}`) ? goodToken(surroundings) : undefined,
  ),
  {
    title: "unknown tokens are refused with 403",
    caughtBy: "bearer/unknown-status",
    breaking: answering((answer, _, { headers }) =>
      answer.status === 401 && headers["authorization"] !== undefined ? { ...answer, status: 403 } : answer,
    ),
  },
  {
    title: "nobody is told that a token is invalid",
    caughtBy: "bearer/unknown-challenge",
    breaking: answering((answer) =>
      answer.status === 401 ? withHeaders(answer, { "www-authenticate": bearer.scheme }) : answer,
    ),
  },
  {
    title: "the refusal of a token repeats it",
    caughtBy: "bearer/no-token",
    breaking: answering((answer, surroundings, request) =>
      isCall(surroundings, request) && answer.status === 401
        ? { ...answer, body: answer.body.replace("{", `{"token":${JSON.stringify(tokenOf(request))},`) }
        : answer,
    ),
  },
  {
    title: "revoked tokens stay good",
    caughtBy: "bearer/revoked",
    breaking: (surroundings) => lettingThrough(surroundings, (token) => token?.state === "revoked"),
  },
  {
    title: "every application may call every product",
    caughtBy: "bearer/another-product",
    breaking: (surroundings) =>
      lettingThrough(surroundings, (token) =>
        surroundings.emulator.apps.list().some(({ clientId, products }) => products && clientId === token?.clientId),
      ),
  },
  {
    title: "quotas do not count",
    caughtBy: "bearer/quota",
    breaking: (surroundings) =>
      lettingThrough(surroundings, (token) =>
        surroundings.emulator.apps.list().some(({ clientId, quota }) => quota && clientId === token?.clientId),
      ),
  },
  {
    title: "a used-up quota is refused with 403",
    caughtBy: "bearer/quota",
    breaking: answering((answer) => (answer.status === 429 ? { ...answer, status: 403 } : answer)),
  },
  {
    title: "nobody is told how long to wait for the quota",
    caughtBy: "bearer/quota",
    breaking: answering((answer) => withHeaders(answer, { "retry-after": undefined })),
  },
];

function headerTaken(
  title: string,
  check: string,
  read: (value: string, surroundings: Surroundings) => string | undefined,
): Mutant {
  return {
    title,
    caughtBy: `bearer/${check}`,
    breaking: (surroundings) =>
      readingToken(surroundings, ({ headers }) => read(headers["authorization"] ?? "", surroundings)),
  };
}

function taken(title: string, check: string, isMeant: (given: string, known: Token) => boolean): Mutant {
  return {
    title,
    caughtBy: `bearer/${check}`,
    breaking: (surroundings) =>
      readingToken(surroundings, (request) => {
        const given = tokenOf(request);
        const isPlain = /^[\w.~+/-]+=*$/.test(given);
        return isPlain && isMeant(given, surroundings.emulator.tokens.find(given))
          ? goodToken(surroundings)
          : undefined;
      }),
  };
}

/** A token that is nearly one that was issued is taken for it. */
function takenFor(title: string, check: string, isAlike: (given: string, issued: string) => boolean): Mutant {
  return {
    title,
    caughtBy: `bearer/${check}`,
    breaking: (surroundings) => {
      const issued: string[] = [];
      const read = readingToken(surroundings, (request) => {
        const given = tokenOf(request);
        return issued.includes(given) ? undefined : issued.find((token) => given !== "" && isAlike(given, token));
      });
      return async (request, sound) => {
        const answer = await read(request, sound);
        if (typeof answer === "object" && isGrant(surroundings, request, answer)) {
          issued.push(JSON.parse(answer.body)["access_token"]);
        }
        return answer;
      };
    },
  };
}
