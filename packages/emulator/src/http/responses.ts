import type { Refusal } from "../contract/refusals.ts";
import type { ProductResponse } from "../input/product-script.ts";
import type { RequestContext } from "./context.ts";
import type { UnusableBody } from "./request-body.ts";

/** Creates a JSON response that must not be cached (RFC 6749, section 5.1). */
export function jsonResponse(
  status: number,
  mediaType: string,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": mediaType, "cache-control": "no-store", pragma: "no-cache", ...headers },
  });
}

/** Creates a response without a body, for a status whose body the document does not describe. */
export function emptyResponse(status: number, headers?: Record<string, string>): Response {
  return new Response(null, { status, ...(headers && { headers }) });
}

/** Creates the response that a product script or a fault describes. */
export function scriptedResponse({ status = 200, headers, body }: ProductResponse, mediaType: string): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text ?? null, {
    status,
    headers: { ...(body !== undefined && { "content-type": mediaType }), ...headers },
  });
}

/** Creates an error response of the document, and notes the reason for the log. */
export function refuse(
  c: RequestContext,
  refusal: Refusal,
  reason: string,
  headers?: Record<string, string>,
): Response {
  c.var.notes.refusal = refusal.name;
  c.var.notes.reason = reason;
  return jsonResponse(refusal.status, refusal.mediaType, refusal.body, headers);
}

/** Creates an error response without a body, and notes the reason for the log. */
export function refuseWithoutBody(
  c: RequestContext,
  status: number,
  reason: string,
  headers?: Record<string, string>,
): Response {
  c.var.notes.reason = reason;
  return emptyResponse(status, headers);
}

/** Responds to a body that cannot be used. It does so at once, even while the client is still sending it. */
export function refuseBody(c: RequestContext, { kind, reason }: UnusableBody): Response {
  return refuseWithoutBody(c, kind === "too-large" ? 413 : 400, reason);
}

/** Where a response comes from that the emulator invented. */
const SOURCE = "@microbilt-oauth/emulator";

/**
 * Creates an error response of the emulator's own, for cases in which it is not known what MicroBilt responds, and notes the
 * reason for the log.
 *
 * @param details more members for the body, which say where the problem is
 */
export function emulatorError(
  c: RequestContext,
  status: number,
  message: string,
  details: Readonly<Record<string, string>> = {},
): Response {
  c.var.notes.reason = message;
  return jsonResponse(status, "application/json", { message, ...details, source: SOURCE });
}
