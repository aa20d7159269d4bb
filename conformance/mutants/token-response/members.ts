import type { Mutant } from "../mutant.ts";
import { type MemberName, mutateMembers } from "../operators/token-response.ts";

const DAY_IN_MS = 86_400_000;

/** Members of the token response that are missing or have a wrong value. */
export const memberMutants: readonly Mutant[] = [
  member("access_token", "is missing", () => undefined, "token-request/json"),
  member("access_token", "ends in a space", (value) => `${value} `),
  member("access_token", "is empty", () => "", "token-request/json"),
  member("expires_in", "is missing", () => undefined),
  member("expires_in", "is a number", Number),
  member("expires_in", "has a fraction", (value) => `${value}.5`),
  member("expires_in", "is negative", (value) => `-${value}`),
  member("expires_in", "is in milliseconds", (value) => `${value}000`, "token-response/short-lived"),
  member("expires_in", "is 0", () => "0", "token-response/lifetime"),
  member("issued_at", "is missing", () => undefined),
  member("issued_at", "is a number", Number),
  member("issued_at", "is in seconds", (value) => value.slice(0, -3)),
  member("issued_at", "is an ISO 8601 date", (value) => new Date(Number(value)).toISOString()),
  member("issued_at", "is a day early", (value) => String(Number(value) - DAY_IN_MS), "token-response/time-of-issue"),
  member("issued_at", "never changes", () => "1525190727056", "token-response/time-of-issue"),
  member("token_type", "is missing", () => undefined),
  member("token_type", "is Bearer", () => "Bearer"),
  member("token_type", "is in lower case", (value) => value.toLowerCase()),
  member("status", "is missing", () => undefined),
  member("status", "is denied", () => "denied"),
];

function member(
  name: MemberName,
  defect: string,
  change: (value: string) => unknown,
  killedBy = `token-response/${name}`,
): Mutant {
  return {
    title: `The member ${name} of the token response ${defect}`,
    killedBy,
    mutate: mutateMembers((members) => ({ [name]: change(members[name]) })),
  };
}
