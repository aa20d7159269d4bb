import { isUtf8 } from "node:buffer";

/**
 * Reads bytes as UTF-8 without losing any: a byte that is not UTF-8 becomes half of a surrogate pair, U+DC00 plus the
 * byte, as in Python's `surrogateescape`.
 */
export function textOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    return bytes.toString();
  }
  let text = "";
  for (let start = 0; start < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => isUtf8(bytes.subarray(start, start + size)));
    if (length === undefined) {
      text += String.fromCharCode(0xdc00 + (bytes[start] ?? 0));
      start += 1;
    } else {
      text += bytes.subarray(start, start + length).toString();
      start += length;
    }
  }
  return text;
}
