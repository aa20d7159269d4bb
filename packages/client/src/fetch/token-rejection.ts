import { errorCodes } from "@microbilt-oauth/spec/contract";
import type { Clock } from "../http/clock.ts";
import { readErrorBody } from "../http/read-body.ts";
import { readServerMessage } from "../http/server-message.ts";

/** A gateway fault arrives at once; a body that takes longer belongs to the product. */
const MAX_FAULT_DELAY_IN_MS = 1_000;

/**
 * Returns whether a response rejects the access token: it is a 401, unless its fault says that no other token helps, or
 * a gateway fault with another status (500 was observed) that says so. The body stays readable.
 */
export async function rejectsToken(response: Response, clock: Clock): Promise<boolean> {
  const { status, headers } = response;
  if (status < 400) {
    return false;
  }
  const isJson = /[/+]json\b/i.test(headers.get("content-type") ?? "");
  const body = isJson ? await readErrorBody(response.clone(), clock, MAX_FAULT_DELAY_IN_MS) : "";
  const code: unknown = readServerMessage(body, [])?.code;
  const isOneOf = (codes: readonly unknown[]) => codes.includes(code);
  return status === 401 ? !isOneOf(errorCodes.none) : isOneOf(errorCodes.newToken);
}
