import { errorCodes } from "@microbilt-oauth/spec/contract";
import type { Clock } from "./clock.ts";
import { readBody } from "./read-body.ts";
import { readServerMessage } from "./server-message.ts";
import { wait } from "./wait.ts";

/** A fault is short and comes at once; what is longer or slower is the product's own answer. */
const LONGEST_FAULT_IN_BYTES = 8 * 1024;
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
  return response.status === 401 ? !isOneOf(code, errorCodes.none) : isOneOf(code, errorCodes.newToken);
}

async function faultCodeOf(response: Response, clock: Clock): Promise<string | undefined> {
  if (!/[/+]json\b/i.test(response.headers.get("content-type") ?? "")) {
    return undefined;
  }
  const limit = wait(clock, SLOWEST_FAULT_IN_MS);
  try {
    const body = await readBody(response.clone(), LONGEST_FAULT_IN_BYTES, limit.over);
    return readServerMessage(body ?? "", [])?.code;
  } catch {
    return undefined;
  } finally {
    limit.end();
  }
}

function isOneOf(code: string | undefined, known: readonly string[]): boolean {
  return code !== undefined && known.includes(code);
}
