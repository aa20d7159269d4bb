import type { ServerResponse } from "node:http";
import { isMicrobiltError, type MicrobiltErrorCode } from "@microbilt-oauth/client";
import { ProxyError, type ProxyErrorCode } from "./proxy-error.ts";
import { sendJson } from "./send-json.ts";

/** 401 and 403 would make an SDK replace its own token, which the server never sees. */
const STATUSES: Partial<Record<MicrobiltErrorCode, number>> = {
  invalid_argument: 400,
  foreign_origin: 400,
  rate_limited: 503,
  timeout: 504,
};

/**
 * Sends an error of the proxy itself, as opposed to one of the server: `{ "error": { "code", "message" } }`.
 *
 * @returns its code, for the log
 */
export function sendError(response: ServerResponse, error: unknown): ProxyErrorCode {
  const { code, status, message, retryAfter } = describeError(error);
  const headers = retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(retryAfter / 1_000)) };
  sendJson(response, status, { error: { code, message } }, headers);
  return code;
}

interface ErrorDescription {
  readonly code: ProxyErrorCode;
  readonly status: number;
  readonly message: string;
  /** In ms. */
  readonly retryAfter?: number | undefined;
}

function describeError(error: unknown): ErrorDescription {
  if (error instanceof ProxyError) {
    return error;
  }
  if (isMicrobiltError(error)) {
    const { code, message, retryAfter } = error;
    return { code, status: STATUSES[code] ?? 502, message, retryAfter };
  }
  // Of an error that nobody expects, nothing is shown: its message could contain a secret.
  return { code: "network_error", status: 502, message: "The proxy could not pass on the request." };
}
