/**
 * Text that may be Base64 or Base64url: the credentials of HTTP Basic, or text that is long enough to hold a secret. The
 * repetition is bounded: a search from each character of a long run of spaces would take minutes.
 */
export const BASE64_RUN: RegExp = /(?<=\bBasic(?:\s|%20|\+){1,8})[\w+/-]{2,}={0,2}|[\w+/-]{8,}={0,2}/gi;

/** Decodes Base64 or Base64url. */
export function decodeBase64(text: string): string {
  return Buffer.from(text, "base64").toString();
}

/** Encodes text as Base64. */
export function encodeBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/**
 * What a secret contributes to the Base64 form of a longer text, wherever it starts in it: the characters that depend
 * on the secret alone. In lower case, because a server may change the case of what it repeats.
 */
export function base64Cores(secret: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString("base64url");
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + Buffer.byteLength(secret)) * 8) / 6);
    return encoded.slice(first, last).toLowerCase();
  });
}

/** Text in the alphabet and case of `base64Cores`. */
export function normalizeBase64(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_").toLowerCase();
}
