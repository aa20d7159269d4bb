import type { Refusal } from "../contract/refusals.ts";
import type { ProductAnswer } from "../input/product-script.ts";
import type { RequestContext } from "./context.ts";
import type { UnusableBody } from "./request-body.ts";

/** An answer that is not to be kept by anyone (RFC 6749, section 5.1). */
export function jsonAnswer(
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

/** An answer whose body the document does not tell. */
export function emptyAnswer(status: number, headers?: Record<string, string>): Response {
  return new Response(null, { status, ...(headers && { headers }) });
}

/** Refuses a request as the document shows it, and writes down why. */
export function refuse(
  c: RequestContext,
  refusal: Refusal,
  reason: string,
  headers?: Record<string, string>,
): Response {
  c.var.notes.refusal = refusal.name;
  c.var.notes.reason = reason;
  return jsonAnswer(refusal.status, refusal.mediaType, refusal.body, headers);
}

/** Refuses a request in a way whose body the document does not tell. */
export function reject(c: RequestContext, status: number, reason: string, headers?: Record<string, string>): Response {
  c.var.notes.reason = reason;
  return emptyAnswer(status, headers);
}

/** A client that still sends what is too large is answered at once; who would hang up on it might take the answer away. */
export function rejectBody(c: RequestContext, { kind, reason }: UnusableBody): Response {
  return kind === "too-large" ? reject(c, 413, reason) : reject(c, 400, reason);
}

/** An answer as it was scripted: text as it is, everything else as JSON. */
export function answerAs({ status = 200, headers, body }: ProductAnswer, mediaType: string): Response {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text ?? null, {
    status,
    headers: { ...(body !== undefined && { "content-type": mediaType }), ...headers },
  });
}
