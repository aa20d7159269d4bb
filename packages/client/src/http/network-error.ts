import { MicrobiltError } from "../errors.ts";
import { redact } from "./redact.ts";

/**
 * Creates the error of a request that failed without a response. Its cause has only the name, message and code of the
 * original error, whose other members could contain the request.
 *
 * @param request names the request in the message
 */
export function networkError(request: string, error: unknown, secrets: readonly string[]): MicrobiltError {
  const { name, message, code, cause: origin } = Object(error) as Error & { code?: unknown };
  const cause = new Error(redact(String(message ?? error), secrets));
  cause.name = String(name ?? "Error");
  const reason = code ?? (Object(origin) as { code?: unknown }).code;
  if (typeof reason === "string") {
    Object.assign(cause, { code: redact(reason, secrets) });
  }
  return new MicrobiltError("network_error", `The ${request} failed before a response arrived`, { cause });
}
