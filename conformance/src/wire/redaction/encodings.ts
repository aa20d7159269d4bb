/** How a secret appears in a request or a response: in JSON, in a URL, in a form, in markup, or in a mix of these. */

/** An encoding that the suite uses in the requests that it sends. */
export type Encoding = "plain" | "url" | "query" | "form" | "json" | "json-in-json";

/** The forms in which the suite sends a secret. Encodings that leave the secret as it is count as plain. */
export function sentForms(secret: string): ReadonlyMap<string, Encoding> {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return new Map<string, Encoding>([
    // The last entry for a form counts, so the plain secret comes last.
    [JSON.stringify(inJson).slice(1, -1), "json-in-json"],
    [inJson, "json"],
    [new URLSearchParams({ "": secret }).toString().slice(1), "form"],
    // The query of a URL, which encodes one more character (https://url.spec.whatwg.org/#special-query-percent-encode-set).
    [encodeInUrl(secret).replaceAll("'", "%27"), "query"],
    [encodeInUrl(secret), "url"],
    [secret, "plain"],
  ]);
}

/** What escapes are made of may be encoded itself, as in JSON within a URL or markup within markup. */
const BACKSLASH = String.raw`(?:\\+u005[cC]|\\|%(?:25)*5[cC]|&#92;|&#[xX]5[cC];)`;
const AMPERSAND = "(?:&|%(?:25)*26)(?:(?:amp|AMP|#38|#x26)(?:;|%(?:25)*3[bB]))*";
const HASH = "(?:#|%(?:25)*23)";
const SEMICOLON = "(?:;|%(?:25)*3[bB])";

/** Named character references of HTML and XML. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "amp|AMP"],
  ["<", "lt|LT"],
  [">", "gt|GT"],
  ['"', "quot|QUOT"],
  ["'", "apos"],
]);

/**
 * The source of a pattern that matches a secret in which each character may be written as it is, escaped as in JSON or
 * JavaScript, percent-encoded, or as a character reference. It captures nothing.
 */
export function anyForm(secret: string): string {
  return [...secret].map(anyFormOf).join("");
}

function anyFormOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const units = character.split("").map((unit) => `${BACKSLASH}+u${hex(unit.charCodeAt(0), 4)}`);
  const entity = ENTITIES.get(character);
  const alternatives = [
    character.replace(/[$()*+.?[\\\]^{|}/-]/, "\\$&"),
    units.join(""),
    `${BACKSLASH}+u\\{0*${hex(codePoint, 1)}\\}`,
    `${AMPERSAND}${HASH}0*${codePoint}${SEMICOLON}`,
    `${AMPERSAND}${HASH}[xX]0*${hex(codePoint, 1)}${SEMICOLON}`,
    percentEncoded(character),
    ...(entity === undefined ? [] : [`${AMPERSAND}(?:${entity})${SEMICOLON}`]),
    ...(codePoint < 256 ? [`${BACKSLASH}+x${hex(codePoint, 2)}`] : []),
    ...(character === " " ? ["\\+"] : []),
    // Half of a surrogate pair cannot be encoded: UTF-8 has a replacement character in its place.
    ...(isLoneSurrogate(codePoint) ? ["\u{FFFD}"] : []),
  ];
  // JSON may have a backslash before these characters.
  const escaping = /["'\\/]/.test(character) ? `${BACKSLASH}*` : "";
  return `${escaping}(?:${alternatives.join("|")})`;
}

/** UTF-8, percent-encoded once or several times. */
function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join("");
}

/** A number in hexadecimal, with letters in either case. */
function hex(number: number, digits: number): string {
  return number
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function encodeInUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function isLoneSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}
