/** What a transport does to a response on its way to the client. */
export type Disruption =
  /** Resets the connection before the response. */
  | { readonly kind: "no-response" }
  /** Sends half of the body, then resets or ends the connection. */
  | { readonly kind: "cut-off"; readonly ending: "reset" | "end" }
  /** Sends the body in pieces, over a time in ms. */
  | { readonly kind: "slow"; readonly ms: number };

/** How many pieces a slow body has at most. */
const MAX_PIECES = 20;

/** Cuts a slow body into pieces, and returns them with the delay in ms before each. */
export function slowPieces(
  body: Uint8Array<ArrayBuffer>,
  ms: number,
): { readonly pieces: readonly Uint8Array<ArrayBuffer>[]; readonly pause: number } {
  const length = Math.max(1, Math.ceil(body.length / MAX_PIECES));
  const pieces = Array.from({ length: Math.ceil(body.length / length) }, (_, index) =>
    body.subarray(index * length, (index + 1) * length),
  );
  return { pieces, pause: ms / Math.max(1, pieces.length) };
}

/** Returns the first half of a body, rounded down. */
export function firstHalf(body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return body.subarray(0, Math.floor(body.length / 2));
}
