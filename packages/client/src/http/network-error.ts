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
  const reason = code ?? (Object(origin) as { code?: unknown }).code;
  const cause = Object.assign(new Error(redact(String(message ?? error), secrets)), {
    name: String(name ?? "Error"),
    ...(typeof reason === "string" && { code: redact(reason, secrets) }),
  });
  return new MicrobiltError("network_error", `The ${request} failed before a response arrived`, { cause });
}
