import { bearer } from "@microbilt-oauth/spec/contract";
import type { Mutant, Surroundings } from "./mutant.ts";
import { flowOf, granting, grantingMembers, isGrant, type Values, withHeaders } from "./requests.ts";

const names: Readonly<Record<string, string>> = {
  accessToken: "access_token",
  expiresIn: "expires_in",
  tokenType: "token_type",
  issuedAt: "issued_at",
  status: "status",
};
const HOUR_IN_MS = 3_600_000;

/** Defects in the answer to a granted token request. */
export const tokenResponseMutants: readonly Mutant[] = [
  member("accessToken", "is missing", () => undefined, "token-request/json"),
  member("accessToken", "has a space", (value) => `${value} `),
  member("accessToken", "is empty", () => "", "token-request/json"),
  member("expiresIn", "is missing", () => undefined),
  member("expiresIn", "is a number", Number),
  member("expiresIn", "has a fraction", (value) => `${value}.5`),
  member("expiresIn", "is negative", (value) => `-${value}`),
  member("expiresIn", "is in ms", (value) => `${value}000`, "token-response/lifetime"),
  member("expiresIn", "is 0", () => "0", "token-response/lifetime"),
  member("issuedAt", "is missing", () => undefined),
  member("issuedAt", "is a number", Number),
  member("issuedAt", "is in seconds", (value) => String(value).slice(0, -3)),
  member("issuedAt", "is a date in words", (value) => new Date(Number(value)).toISOString()),
  member(
    "issuedAt",
    "is of yesterday",
    (value) => String(Number(value) - 24 * HOUR_IN_MS),
    "token-response/time-of-issue",
  ),
  member("issuedAt", "never changes", () => "1525190727056", "token-response/time-of-issue"),
  member("tokenType", "is missing", () => undefined),
  member("tokenType", "is Bearer", () => "Bearer"),
  member("tokenType", "is in lower case", (value) => String(value).toLowerCase()),
  member("status", "is missing", () => undefined),
  member("status", "is denied", () => "denied"),
  {
    title: "a granted request is answered with 201",
    caughtBy: "token-response/status-code",
    breaking: granting((answer) => ({ ...answer, status: 201 })),
  },
  {
    title: "the answer says it is HTML",
    caughtBy: "token-response/media-type",
    breaking: granting((answer) => withHeaders(answer, { "content-type": "text/html" })),
  },
  {
    title: "the answer says nothing of its media type",
    caughtBy: "token-response/media-type",
    breaking: granting((answer) => withHeaders(answer, { "content-type": undefined })),
  },
  {
    title: "the answer names another charset",
    caughtBy: "token-response/charset",
    breaking: granting((answer) =>
      withHeaders(answer, { "content-type": `${answer.headers["content-type"]}; charset=iso-8859-1` }),
    ),
  },
  {
    title: "the answer begins with a byte order mark",
    caughtBy: "token-response/byte-order-mark",
    breaking: granting((answer) => ({ ...answer, body: `\uFEFF${answer.body}` })),
  },
  {
    title: "a member is there twice",
    caughtBy: "token-response/unique-members",
    breaking: granting((answer) => ({
      ...answer,
      body: answer.body.replace("{", `{"access_token":"first",`),
    })),
  },
  {
    title: "the answer may be stored",
    caughtBy: "token-response/cache-control",
    breaking: granting((answer) => withHeaders(answer, { "cache-control": undefined })),
  },
  {
    title: "the answer may be cached by old caches",
    caughtBy: "token-response/pragma",
    breaking: granting((answer) => withHeaders(answer, { pragma: undefined })),
  },
  {
    title: "the answer has no Date",
    caughtBy: "token-response/date",
    breaking: granting((answer) => withHeaders(answer, { date: undefined })),
  },
  {
    title: "there is a refresh token",
    caughtBy: "token-response/refresh-token",
    breaking: grantingMembers((members) => ({ ...members, refresh_token: "a-refresh-token" })),
  },
  {
    title: "the answer repeats the client secret",
    caughtBy: "token-response/no-secret",
    breaking: grantingMembers((members, { credentials }) => ({ ...members, for: credentials.clientSecret })),
  },
  {
    title: "the form is answered with another member",
    caughtBy: "token-response/same-members",
    breaking: grantingMembers((members, surroundings, request) =>
      flowOf(surroundings, request) === "form" ? { ...members, scope: "" } : members,
    ),
  },
  {
    title: "the same token is given again, with its whole lifetime",
    caughtBy: "token-response/lifetime-remaining",
    emulator: { reuseTokens: true },
    breaking: grantingMembers((members) => ({ ...members, expires_in: "3599" })),
  },
  {
    title: "access tokens can be guessed",
    caughtBy: "token-response/guessing",
    breaking: givingOutAliases((accessToken, count) => `${String(count).padStart(20, "0")}${accessToken.slice(0, 4)}`),
  },
  {
    title: "some access tokens are given out twice",
    caughtBy: "token-response/guessing",
    breaking: givingOutAliases((accessToken, count, previous) =>
      count % 10 === 0 ? (previous ?? accessToken) : accessToken,
    ),
  },
  {
    title: "all applications get the same token",
    caughtBy: "token-response/own-token",
    breaking: givingOutAliases((accessToken, _, previous) => previous ?? accessToken),
  },
];

function member(meaning: string, what: string, change: (value: unknown) => unknown, caughtBy?: string): Mutant {
  const name = names[meaning] ?? meaning;
  return {
    title: `${name} ${what}`,
    caughtBy: caughtBy ?? `token-response/${name}`,
    breaking: grantingMembers((members) => ({ ...members, [name]: change(members[name]) })),
  };
}

/** Gives out other tokens than the emulator's, and takes them for its own when they come back. */
function givingOutAliases(
  alias: (accessToken: string, count: number, previous: string | undefined) => string,
): NonNullable<Mutant["breaking"]> {
  return (surroundings: Surroundings) => {
    const genuine = new Map<string, string>();
    let count = 0;
    let previous: string | undefined;
    return async (request, sound) => {
      const [scheme, given = ""] = request.headers["authorization"]?.split(" ") ?? [];
      const known = scheme === bearer.scheme ? genuine.get(given) : undefined;
      const answer = await sound(
        known ? { ...request, headers: { ...request.headers, authorization: `${scheme} ${known}` } } : request,
      );
      if (!isGrant(surroundings, request, answer)) {
        return answer;
      }
      const members: Values = JSON.parse(answer.body);
      const accessToken = String(members["access_token"]);
      count += 1;
      previous = alias(accessToken, count, previous);
      genuine.set(previous, accessToken);
      return { ...answer, body: JSON.stringify({ ...members, access_token: previous }) };
    };
  };
}
