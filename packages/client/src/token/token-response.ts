import { bearer, errorCodes, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { MicrobiltError, type MicrobiltErrorCode, type MicrobiltErrorDetails, type ServerMessage } from "../errors.ts";
import { parseObject } from "../http/parse-object.ts";
import { discard, readBody, readErrorBody } from "../http/read-body.ts";
import { isRedirect } from "../http/redirect.ts";
import { readRetryAfter } from "../http/retry.ts";
import { readGatewayFault, readServerMessage, redactServerMessage } from "../http/server-message.ts";
import type { Settings } from "../options.ts";
import { type AccessToken, isHeaderSafe, readLifetime } from "./access-token.ts";

/** What a token response says about its token. */
export type GrantedToken = Pick<AccessToken, "accessToken" | "lifetime">;

const MAX_ERROR_BODY_DELAY_IN_MS = 1_000;

/**
 * Reads a token response: strictly where a mistake would do harm, leniently elsewhere.
 *
 * @throws {MicrobiltError} when it has no usable access token
 */
export async function readTokenResponse(
  response: Response,
  secrets: readonly string[],
  { clock, timeout, tokenUrl: url }: Settings,
): Promise<GrantedToken> {
  const { status, ok } = response;
  if (isRedirect(response)) {
    discard(response);
    throw failure("redirected");
  }
  if (!ok) {
    // The status alone is enough if the body is late or broken.
    const body = await readErrorBody(response, clock, Math.min(MAX_ERROR_BODY_DELAY_IN_MS, timeout / 2));
    const message = readServerMessage(body);
    // Redacting could change the code.
    const code = errorCode(status, message?.code, readGatewayFault(body) !== undefined);
    const server = message && redactServerMessage(message, secrets);
    throw failure(code, { server, retryAfter: readRetryAfter(response, clock.now()) });
  }
  const body = await readBody(response);
  if (body === undefined) {
    discard(response);
    throw failure("response_too_large");
  }
  const members: Partial<Record<keyof TokenResponse, unknown>> | undefined = parseObject(body);
  if (!members) {
    throw failure("response_not_json");
  }
  const { access_token: accessToken, token_type, expires_in, status: approval } = members;
  // MicroBilt has its own name for the type `Bearer` of RFC 6749.
  if (!isMissingOrOneOf(approval, tokenResponse.values.status)) {
    throw failure("token_not_approved");
  }
  if (!isMissingOrOneOf(token_type, [bearer.scheme, ...tokenResponse.values.token_type])) {
    throw failure("token_type_unsupported");
  }
  if (typeof accessToken !== "string" || !accessToken) {
    throw failure("access_token_missing");
  }
  if (!isHeaderSafe(accessToken)) {
    throw failure("access_token_malformed");
  }
  return { accessToken, lifetime: readLifetime(expires_in) };

  function failure(code: MicrobiltErrorCode, details: MicrobiltErrorDetails = {}): MicrobiltError {
    const { server } = details;
    const reason = server ? `: ${Object.values(server).join(", ")}` : "";
    const message = `Token request to ${url} failed: ${code} (status ${status})${reason}${advice(code, status, server, url)}`;
    return new MicrobiltError(code, message, { ...details, status });
  }
}

/** Returns what to do about an error, as the end of its message; "" if the code and the server's message say enough. */
function advice(code: MicrobiltErrorCode, status: number, server: ServerMessage | undefined, url: string): string {
  if (code === "redirected") {
    return ". Check baseUrl";
  }
  if (code !== "token_request_refused") {
    return "";
  }
  if (status === 401 || status === 404) {
    return `. There is no token endpoint at ${url}; check baseUrl`;
  }
  return server ? "" : ". The response names no reason; a proxy or a firewall may have sent it";
}

/** @param isFault whether the gateway itself responds; the token endpoint rejects credentials in its own format */
function errorCode(status: number, code: string | undefined, isFault: boolean): MicrobiltErrorCode {
  if ((code && isMissingOrOneOf(code, errorCodes.newCredentials)) || (status === 401 && !isFault)) {
    return "invalid_client";
  }
  if (status === 429) {
    return "rate_limited";
  }
  // 408 and 425 ask for the same request again, as a 503 does (RFC 9110, section 15.5.9; RFC 8470, section 5.2).
  return status >= 500 || status === 408 || status === 425 ? "server_error" : "token_request_refused";
}

/** Returns whether a member is missing or has one of the known values, in any case. */
function isMissingOrOneOf(value: unknown, known: readonly string[]): boolean {
  return (
    value === undefined || (typeof value === "string" && known.some((one) => one.toLowerCase() === value.toLowerCase()))
  );
}
