/** A longer body is a document or an image. A failure is short. */
const MAX_BYTES = 256 * 1024;

/** A copy of a body that passes by. */
export interface BodyCopy {
  /** Adds the next part of the body. */
  add(chunk: Uint8Array): void;
  /** Returns the body; undefined if it is too long to be a product's failure, or not JSON. */
  text(): string | undefined;
}

/** Makes an empty copy. It keeps only JSON, and only as much as a failure can need. */
export function createBodyCopy(contentType: string | null): BodyCopy {
  let chunks: Uint8Array[] | undefined = /[/+]json\b/i.test(contentType ?? "") ? [] : undefined;
  let length = 0;
  return {
    add(chunk) {
      length += chunk.length;
      chunks = length > MAX_BYTES ? undefined : chunks;
      chunks?.push(chunk);
    },
    text: () => chunks && Buffer.concat(chunks).toString(),
  };
}
