const PLACEHOLDER = "[redacted]";
const MAX_LENGTH = 200;

/** A shorter secret can be a part of any word, so it is redacted only where it is a word of its own. */
const MIN_LENGTH_INSIDE_WORDS = 8;

/** Makes a string from outside safe to show: without the secrets in any encoding, short, and on one line. */
export function redact(text: string, secrets: readonly string[]): string {
  const patterns = secrets.flatMap((secret) => {
    const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(secret))).replace(/=+$/, "");
    return [secret, base64].map((part) =>
      part.length < MIN_LENGTH_INSIDE_WORDS ? `(?<!\\w)${inAnyEncoding(part)}(?!\\w)` : inAnyEncoding(part),
    );
  });
  // All at once, so that no placeholder is taken for a secret. `(?!)` matches nothing.
  const secret = new RegExp(["(?!)", ...patterns].join("|"), "giu");
  return text
    .replace(secret, PLACEHOLDER)
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, MAX_LENGTH);
}

/** Returns a pattern of a string whose characters can be encoded for URLs, forms or JSON, also more than once. */
function inAnyEncoding(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0)?.toString(16) ?? "";
    const bytes = Array.from(
      new TextEncoder().encode(character),
      (byte) => `%(?:25)*${byte.toString(16).padStart(2, "0")}`,
    );
    const plus = character === " " ? "|\\+" : "";
    return `(?:\\\\|%(?:25)*5c)*(?:${bytes.join("")}|\\u{${code}}|u${code.padStart(4, "0")}${plus})`;
  }).join("");
}
