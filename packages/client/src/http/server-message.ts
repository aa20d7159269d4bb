import type { GatewayFault, TokenError } from "@microbilt-oauth/spec/types";
import type { ServerMessage } from "../errors.ts";
import { parseObject } from "./parse-object.ts";
import { redact } from "./redact.ts";

/** An error as in RFC 6749, section 5.2. */
interface StandardError {
  readonly error: unknown;
  readonly error_description: unknown;
}

/** Reads an error body in either of MicroBilt's two shapes or in that of RFC 6749. */
export function readServerMessage(body: string, secrets: readonly string[]): ServerMessage | undefined {
  const members: Partial<TokenError & GatewayFault & StandardError> = parseObject(body) ?? {};
  const { ErrorCode, Error: description, fault, error, error_description } = members;
  const code = asString(ErrorCode ?? fault?.detail?.errorcode ?? error);
  const message = asString(description ?? fault?.faultstring ?? error_description);
  return code || message ? { ...(code && { code }), ...(message && { message }) } : undefined;

  function asString(value: unknown): string {
    return typeof value === "string" ? redact(value, secrets) : "";
  }
}
