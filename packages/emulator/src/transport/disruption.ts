/** What is to happen to an answer on its way. */
export type Spoil =
  /** The connection breaks before the answer. */
  | { readonly kind: "unanswered" }
  /** Half of the body arrives; then the connection is reset, or ends as if that were all. */
  | { readonly kind: "cut"; readonly how: "reset" | "end" }
  /** The body arrives in pieces over so many ms. */
  | { readonly kind: "drip"; readonly ms: number };

/** Into how many pieces a slow body is cut at most. */
const PIECES = 20;

/** The pieces of a slow body, each no smaller than a byte, with the ms to wait before each. */
export function drops(body: Uint8Array<ArrayBuffer>, ms: number): { pieces: Uint8Array<ArrayBuffer>[]; pause: number } {
  const length = Math.max(1, Math.ceil(body.length / PIECES));
  const pieces = Array.from({ length: Math.ceil(body.length / length) }, (_, index) =>
    body.subarray(index * length, (index + 1) * length),
  );
  return { pieces, pause: ms / Math.max(1, pieces.length) };
}

/** The first half of a body, and no less than nothing. */
export function half(body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return body.subarray(0, Math.floor(body.length / 2));
}
