import { isMicrobiltError, type MicrobiltErrorCode } from "@microbilt-oauth/client";

const REFUSALS: readonly MicrobiltErrorCode[] = ["invalid_client", "token_not_approved"];

/** Returns whether the server refused the credentials, as opposed to a request that failed for another reason. */
export function isRefusal(error: unknown): boolean {
  return isMicrobiltError(error) && REFUSALS.includes(error.code);
}
