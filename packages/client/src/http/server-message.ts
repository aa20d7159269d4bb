import type { GatewayFault, TokenError } from "@microbilt-oauth/spec/types";
import { redact } from "./redact.ts";

/** What the server said about a refusal, in either of its two shapes. Secrets are taken out. */
export interface ServerMessage {
  /** Such as `invalid_client` or `keymanagement.service.access_token_expired`. */
  readonly code?: string;
  readonly message?: string;
}

type ErrorBody = Partial<TokenError> & Partial<GatewayFault> & { error?: unknown; error_description?: unknown };

/** What an error body says, in either of MicroBilt's shapes or in that of RFC 6749, section 5.2. */
export function readServerMessage(body: string, secrets: readonly string[]): ServerMessage | undefined {
  let parsed: ErrorBody;
  try {
    parsed = Object(JSON.parse(body));
  } catch {
    return undefined;
  }
  const { ErrorCode, Error: text, fault, error, error_description } = parsed;
  const code = shown(ErrorCode ?? fault?.detail?.errorcode ?? error);
  const message = shown(text ?? fault?.faultstring ?? error_description);
  return code || message ? { ...(code && { code }), ...(message && { message }) } : undefined;

  function shown(value: unknown): string {
    return typeof value === "string" ? redact(value, secrets) : "";
  }
}
