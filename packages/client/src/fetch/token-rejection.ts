import { errorCodes } from "@microbilt-oauth/spec/contract";
import type { Clock } from "../http/clock.ts";
import { readRefusal } from "../http/read-body.ts";
import { readServerMessage } from "../http/server-message.ts";

/** What is slower is the product's own answer. */
const SLOWEST_FAULT_IN_MS = 1_000;

/**
 * Whether an answer says that the access token is not, or no longer, good: 401, or a gateway's fault that says so with
 * another status (500 was seen). A 401 whose fault says that no other token helps is none. The answer's own body stays
 * unread.
 */
export async function refusesToken(response: Response, clock: Clock): Promise<boolean> {
  if (response.status < 400) {
    return false;
  }
  const code = await faultCodeOf(response, clock);
  const isOneOf = (known: readonly unknown[]) => known.includes(code);
  return response.status === 401 ? !isOneOf(errorCodes.none) : isOneOf(errorCodes.newToken);
}

async function faultCodeOf(response: Response, clock: Clock): Promise<string | undefined> {
  if (!/[/+]json\b/i.test(response.headers.get("content-type") ?? "")) {
    return undefined;
  }
  return readServerMessage(await readRefusal(response.clone(), clock, SLOWEST_FAULT_IN_MS), [])?.code;
}
