import type { GatewayFault, TokenError } from "@microbilt-oauth/spec/types";
import type { ServerMessage } from "../errors.ts";
import { parseObject } from "./parse-object.ts";
import { redact } from "./redact.ts";

/** An error as in RFC 6749, section 5.2, or with a `message`, as mocks send it. */
interface StandardError {
  readonly error: unknown;
  readonly error_description: unknown;
  readonly message: unknown;
}

/** Reads an error body in either of MicroBilt's two shapes or in another common one. It can contain secrets. */
export function readServerMessage(body: string): ServerMessage | undefined {
  const members: Partial<TokenError & StandardError> = parseObject(body) ?? {};
  const { ErrorCode, Error: description, error, error_description, message } = members;
  return readGatewayFault(body) ?? toServerMessage(ErrorCode ?? error, description ?? error_description ?? message);
}

/** Reads the body of a gateway fault, which neither products nor the token endpoint send. It can contain secrets. */
export function readGatewayFault(body: string): ServerMessage | undefined {
  const { fault }: Partial<GatewayFault> = parseObject(body) ?? {};
  return toServerMessage(fault?.detail?.errorcode, fault?.faultstring);
}

/** Makes a server's message safe to show. */
export function redactServerMessage(message: ServerMessage, secrets: readonly string[]): ServerMessage {
  return Object.fromEntries(Object.entries(message).map(([name, text]) => [name, redact(text, secrets)]));
}

function toServerMessage(code: unknown, message: unknown): ServerMessage | undefined {
  const strings = Object.entries({ code, message }).filter(([, value]) => typeof value === "string" && value);
  return strings.length > 0 ? Object.fromEntries(strings) : undefined;
}
