import { bearer, errorCodes, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { TokenResponse } from "../generated/openapi.ts";
import { lifetimeFrom } from "./access-token.ts";
import { readRetryAfter } from "./backoff.ts";
import { MicrobiltError, type MicrobiltErrorCode, type ServerMessage } from "./error.ts";
import { readBody } from "./read-body.ts";
import { readServerMessage } from "./server-message.ts";

/** What a granted token request gives. */
export interface Grant {
  readonly value: string;
  /** In ms, from before the request was sent. */
  readonly lifetime: number;
}

/** RFC 6750, section 2.1, less strict: any visible ASCII, so that nothing can break out of the header. */
const SENDABLE = /^[\x21-\x7e]+$/;

/** `Bearer` as RFC 6749 has it, or as MicroBilt writes it, in any case. */
const TOKEN_TYPES = [bearer.scheme, ...tokenResponse.values.token_type];

/**
 * Reads the answer to a token request: strictly where a mistake would do harm, leniently elsewhere.
 *
 * @param now the time of day in ms, for a `Retry-After` that is a date
 * @throws {MicrobiltError} when it holds no usable access token
 */
export async function readTokenResponse(response: Response, secrets: readonly string[], now: number): Promise<Grant> {
  const { status } = response;
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    void response.body?.cancel().catch(() => {});
    throw failure("redirected", "redirects, which is not followed, since the secret would go along");
  }
  const body = await readBody(response);
  if (body === undefined) {
    throw failure("response_too_large", "gave an answer too large for a token");
  }
  if (!response.ok) {
    throw refusal(body);
  }
  const members = parse(body);
  if (!members) {
    throw failure("response_not_json", `gave ${body.trim() ? "something that is no JSON object" : "an empty answer"}`);
  }
  const { access_token, token_type, expires_in, status: verdict } = members;
  if (verdict !== undefined && !isOneOf(verdict, tokenResponse.values.status)) {
    throw failure("token_not_approved", "gave an answer that is not approved");
  }
  if (token_type !== undefined && !isOneOf(token_type, TOKEN_TYPES)) {
    throw failure("token_type_unsupported", "gave a token of a type that cannot be sent as a bearer");
  }
  if (typeof access_token !== "string" || access_token === "") {
    throw failure("access_token_missing", "gave an answer without an access token");
  }
  if (!SENDABLE.test(access_token)) {
    throw failure("access_token_malformed", "gave an access token with characters that cannot be sent");
  }
  return { value: access_token, lifetime: lifetimeFrom(expires_in) };

  function failure(code: MicrobiltErrorCode, what: string): MicrobiltError {
    return new MicrobiltError(code, `The token endpoint ${what} (status ${status}).`, { status });
  }

  function refusal(text: string): MicrobiltError {
    const server = readServerMessage(text, secrets);
    const [code, what] = refusalOf(status, server);
    const said = server ? `: ${[server.code, server.message].filter(Boolean).join(", ")}` : "";
    const retryAfter = readRetryAfter(response, now);
    return new MicrobiltError(code, `The token endpoint ${what} (status ${status})${said}`, {
      status,
      server,
      retryAfter,
    });
  }
}

function refusalOf(status: number, server: ServerMessage | undefined): [code: MicrobiltErrorCode, what: string] {
  if (status === 401 || isOneOf(server?.code, errorCodes.newCredentials)) {
    return ["invalid_client", "refused the client id or the client secret"];
  }
  if (status === 429) {
    return ["rate_limited", "was asked too often"];
  }
  return status >= 500 ? ["server_error", "failed"] : ["token_request_refused", "refused the request"];
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
