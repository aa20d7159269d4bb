import { errorCodes } from "@microbilt-oauth/spec/contract";
import type { Clock } from "../http/clock.ts";
import { peekErrorBody } from "../http/read-body.ts";
import { readServerMessage } from "../http/server-message.ts";

/**
 * Returns whether a response rejects the access token. It does so for `certain` if it has a gateway fault that says so, with
 * 401 or another status (500 was observed); it `maybe` does so if it is another 401, which can be the product's own, unless
 * its fault says that no other token helps. The body stays readable.
 */
export async function rejectsToken(response: Response, clock: Clock): Promise<"certain" | "maybe" | undefined> {
  const { status } = response;
  if (status < 400) {
    return undefined;
  }
  const code: unknown = readServerMessage(await peekErrorBody(response, clock))?.code;
  const isOneOf = (codes: readonly unknown[]) => codes.includes(code);
  if (isOneOf(errorCodes.newToken)) {
    return "certain";
  }
  return status === 401 && !isOneOf(errorCodes.none) ? "maybe" : undefined;
}
