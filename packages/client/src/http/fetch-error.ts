import { MicrobiltError } from "../errors.ts";
import { redact } from "./redact.ts";

/** Network errors have no more causes than this; a chain of causes can be a circle. */
const MAX_CAUSES = 4;

/** The names of errors that a program's own mistakes cause, and network errors too. */
const AMBIGUOUS_NAME = /^(?:Type|Reference|Range|Syntax)Error$/;

/** What the runtimes say in a TypeError about the network: Node, Chrome, Safari, Firefox, Deno, Bun and React Native. */
const NETWORK_ERROR =
  /fetch failed|failed to fetch|load failed|terminated|network|connect|socket|sending request|server|timed out/i;

/** A copy of an error that is safe to show. */
interface SafeError extends Error {
  readonly code?: string | undefined;
}

/**
 * Converts what a request failed with to a MicrobiltError that is safe to show: its causes have only the name, message and
 * code of the original ones, whose other members could contain the request. A MicrobiltError and the control flow of a
 * framework are returned unchanged.
 *
 * @param request names the request in the message
 */
export function fetchError(request: string, error: unknown, secrets: readonly string[]): unknown {
  if (error instanceof MicrobiltError || isControlFlow(error)) {
    return error;
  }
  const cause = copyError(error, secrets, MAX_CAUSES);
  const messages: string[] = [];
  const codes: string[] = [];
  let type: "network_error" | "invalid_fetch" = "network_error";
  for (let link: unknown = cause; link; link = (link as Error).cause) {
    const { name, message, code = "" } = link as SafeError;
    messages.push(message);
    codes.push(code);
    // undici says so about a dispatcher of another version.
    if (AMBIGUOUS_NAME.test(name) ? !NETWORK_ERROR.test(message + code) : code === "UND_ERR_INVALID_ARG") {
      type = "invalid_fetch";
    }
  }
  const reason = [...messages, ...codes].reduce((all, part) => (all.includes(part) ? all : `${all}: ${part}`), "");
  return new MicrobiltError(type, `${request} failed: ${type}${reason}`, { cause });
}

/**
 * Returns whether a framework throws an error to itself, through its `fetch` and the caller's code, so that nothing may
 * catch it. Next.js does so to render a page later; its errors have a `digest`.
 */
export function isControlFlow(error: unknown): boolean {
  return typeof Object(error).digest === "string";
}

function copyError(error: unknown, secrets: readonly string[], depth: number): SafeError {
  const { name, message, code, cause, errors } = Object(error) as SafeError & Partial<AggregateError>;
  const next = cause ?? errors?.[0];
  const copy = next != null && depth > 1 ? copyError(next, secrets, depth - 1) : undefined;
  const ownCode = typeof code === "string" ? redact(code, secrets) : undefined;
  const text = typeof error === "object" ? (message ?? ownCode ?? name) : error;
  return Object.assign(new Error(redact(String(text), secrets), copy && { cause: copy }), {
    name: redact(String(name ?? "Error"), secrets),
    ...((ownCode ?? copy?.code) && { code: ownCode ?? copy?.code }),
  });
}
