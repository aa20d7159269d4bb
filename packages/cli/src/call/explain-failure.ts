import type { FetchResponse } from "@microbilt-oauth/client";
import { productFailure, type ServerMessage } from "@microbilt-oauth/client";

const MAX_LENGTH = 300;

/**
 * Says on one line why a call failed; undefined if it succeeded.
 *
 * @param fault the fault of the gateway, if it sent one
 * @param body the body, if it is short JSON: a product can fail with the status 200
 */
export function explainFailure(
  { ok, status, headers }: Pick<FetchResponse, "ok" | "status" | "headers">,
  fault: ServerMessage | undefined,
  body: string | undefined,
): string | undefined {
  if (fault) {
    return oneLine(`The gateway responded with the status ${status}`, [fault.code, fault.message]);
  }
  const location = headers.get("location");
  if (!ok && location !== null) {
    return oneLine(`The server responded with the status ${status}, a redirect, which is not followed`, [location]);
  }
  const failure = productFailure(body);
  if (failure) {
    const { code, message, canRetry } = failure;
    const advice = canRetry === undefined ? "" : canRetry ? "send the call again" : "do not send the call again";
    return oneLine(`The product failed with the status ${status}`, [code, message, advice]);
  }
  return ok ? undefined : `The server responded with the status ${status}.`;
}

/** The texts come from the server: they must not control the terminal, and a token that they repeat must not be in logs. */
function oneLine(text: string, details: readonly (string | undefined)[]): string {
  const parts = [text, ...details.filter((detail) => detail)].join(": ");
  const line = parts.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  return line.replace(/\b(bearer)\s+\S+/gi, "$1 [redacted]").slice(0, MAX_LENGTH);
}
