import { bearer, errorCodes, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { MicrobiltError, type MicrobiltErrorCode, type MicrobiltErrorDetails } from "../errors.ts";
import { discard, readBody, readRefusal } from "../http/read-body.ts";
import { isRedirect } from "../http/redirect.ts";
import { readRetryAfter } from "../http/retry.ts";
import { readServerMessage, type ServerMessage } from "../http/server-message.ts";
import type { Settings } from "../options.ts";
import { isSendable, lifetimeFrom } from "./access-token.ts";

/** What a granted token request gives. */
export interface Grant {
  readonly value: string;
  /** In ms, from before the request was sent. */
  readonly lifetime: number;
}

const SLOWEST_REFUSAL_IN_MS = 1_000;

/** `Bearer` as RFC 6749 has it, or as MicroBilt writes it, in any case. */
const TOKEN_TYPES = [bearer.scheme, ...tokenResponse.values.token_type];

/**
 * Reads the answer to a token request: strictly where a mistake would do harm, leniently elsewhere.
 *
 * @throws {MicrobiltError} when it holds no usable access token
 */
export async function readTokenResponse(
  response: Response,
  secrets: readonly string[],
  { clock, timeout }: Settings,
): Promise<Grant> {
  const { status } = response;
  const failure = (code: MicrobiltErrorCode, details: MicrobiltErrorDetails = {}) => {
    const said = details.server ? `: ${[details.server.code, details.server.message].filter(Boolean).join(", ")}` : "";
    const message = `Token request failed: ${code.replaceAll("_", " ")} (status ${status})${said}`;
    return new MicrobiltError(code, message, { ...details, status });
  };

  if (isRedirect(response)) {
    discard(response);
    throw failure("redirected");
  }
  if (!response.ok) {
    // The status says enough, whatever comes of the body.
    const said = await readRefusal(response, clock, Math.min(SLOWEST_REFUSAL_IN_MS, timeout / 2));
    const server = readServerMessage(said, secrets);
    throw failure(refusalCode(status, server), { server, retryAfter: readRetryAfter(response, clock.now()) });
  }
  const body = await readBody(response);
  if (body === undefined) {
    throw failure("response_too_large");
  }
  const members = parse(body);
  if (!members) {
    throw failure("response_not_json");
  }
  const { access_token, token_type, expires_in, status: verdict } = members;
  if (verdict !== undefined && !isOneOf(verdict, tokenResponse.values.status)) {
    throw failure("token_not_approved");
  }
  if (token_type !== undefined && !isOneOf(token_type, TOKEN_TYPES)) {
    throw failure("token_type_unsupported");
  }
  if (typeof access_token !== "string" || !access_token) {
    throw failure("access_token_missing");
  }
  if (!isSendable(access_token)) {
    throw failure("access_token_malformed");
  }
  return { value: access_token, lifetime: lifetimeFrom(expires_in) };
}

function refusalCode(status: number, server: ServerMessage | undefined): MicrobiltErrorCode {
  if (status === 401 || isOneOf(server?.code, errorCodes.newCredentials)) {
    return "invalid_client";
  }
  if (status === 429) {
    return "rate_limited";
  }
  return status >= 500 ? "server_error" : "token_request_refused";
}

function isOneOf(value: unknown, known: readonly string[]): boolean {
  return typeof value === "string" && known.some((one) => one.toLowerCase() === value.toLowerCase());
}

function parse(body: string): Partial<Record<keyof TokenResponse, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
