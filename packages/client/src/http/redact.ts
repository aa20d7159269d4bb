const PLACEHOLDER = "[redacted]";
const MAX_LENGTH = 200;

/** A shorter secret can be a part of any word, so it is redacted only where it is a word of its own. */
const MIN_LENGTH_INSIDE_WORDS = 8;

/** Makes a string from outside safe to show: without the secrets in any encoding, short, and on one line. */
export function redact(text: string, secrets: readonly string[]): string {
  const ranges = [decode, readLiterally].flatMap((read) => findSecrets(text, secrets, read));
  let safe = "";
  let done = 0;
  for (const [start, end] of ranges.sort(([a], [b]) => a - b)) {
    if (start >= done) {
      safe += text.slice(done, start) + PLACEHOLDER;
    }
    done = Math.max(done, end);
  }
  return (safe + text.slice(done)).replace(/\p{Cc}+/gu, " ").slice(0, MAX_LENGTH);
}

/** A text as a sequence of characters, and where in the text each of them starts; lastly, where the text ends. */
interface Reading {
  readonly characters: string;
  readonly starts: readonly number[];
}

type Range = readonly [start: number, end: number];

function findSecrets(text: string, secrets: readonly string[], read: (text: string) => Reading): Range[] {
  const { characters, starts } = read(text);
  const ranges: Range[] = [];
  for (const part of secrets.flatMap(encodings)) {
    const secret = read(part).characters;
    let at = secret ? characters.indexOf(secret) : -1;
    while (at >= 0) {
      const start = starts[at] as number;
      const end = starts[at + secret.length] as number;
      if (part.length >= MIN_LENGTH_INSIDE_WORDS || !/\w/.test(text.charAt(start - 1) + text.charAt(end))) {
        ranges.push([start, end]);
      }
      at = characters.indexOf(secret, at + secret.length);
    }
  }
  return ranges;
}

/** Returns a secret and its base64, which has two alphabets (RFC 4648, sections 4 and 5). */
function encodings(secret: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte));
  const base64 = btoa(bytes.join("")).replace(/=+$/, "");
  return [secret, base64, base64.replaceAll("+", "-").replaceAll("/", "_")];
}

const HEX = "[\\da-f]";
const BACKSLASHES = "(?:\\\\|%(?:25)*5c)+";

/** A pair of surrogates or one code in JSON, backslashes, a byte in a URL that is encoded once or more, or a character. */
const CHARACTER = new RegExp(
  `${BACKSLASHES}u(d[89ab]${HEX}{2})${BACKSLASHES}u(d[c-f]${HEX}{2})|${BACKSLASHES}u(${HEX}{4})|(${BACKSLASHES})|%(?:25)*(${HEX}{2})|.`,
  "gisu",
);

/**
 * Decodes JSON, URLs and forms, as often as they are encoded, to lower-case UTF-8 without backslashes: one character for
 * each byte. This takes linear time. A pattern of a secret in all its encodings does not, and V8 rejects one of a token of
 * 4,000 characters, with an error that shows it.
 */
function decode(text: string): Reading {
  const encoder = new TextEncoder();
  const starts: number[] = [];
  let bytes = "";
  for (const match of text.matchAll(CHARACTER)) {
    const [character, high, low, code, backslashes, byte] = match;
    const units = [high, low, code].flatMap((unit) => (unit ? Number.parseInt(unit, 16) : []));
    const decoded = units.length > 0 ? String.fromCharCode(...units) : backslashes ? "" : character;
    for (const value of byte ? [Number.parseInt(byte, 16)] : encoder.encode(decoded)) {
      bytes += String.fromCharCode(value);
      starts.push(match.index);
    }
  }
  return { characters: bytes.toLowerCase().replaceAll("+", " "), starts: [...starts, text.length] };
}

/** In `100%acme`, `%ac` is no byte of a URL. */
function readLiterally(text: string): Reading {
  return { characters: text, starts: Array.from({ length: text.length + 1 }, (_, at) => at) };
}
