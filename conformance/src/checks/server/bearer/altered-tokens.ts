/** Alters access tokens so that no lenient decoder reads the same token: each change concerns bits that count. */
import { ACCESS_TOKEN_VARIABLE, OTHER_TOKEN_VARIABLE } from "../../../environment-variables.ts";

/** An access token that nobody issued. */
export interface AlteredToken {
  /** The token. */
  readonly token: string;
  /** What the shell expands to it. */
  readonly inShell: string;
}

/** The order of characters in Base64; base64url has the same order, with other characters at its end. */
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Replaces a character in the middle by another of its kind, not one before a separator: it may have free bits. */
export function changeMiddle(valid: string): AlteredToken {
  const middle = Math.floor(valid.length / 2);
  const positions = [...Array(valid.length).keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const position = positions.find((index) => /^[A-Za-z\d]{2}/.test(valid.slice(index, index + 2))) ?? middle;
  const token = valid.slice(0, position) + otherOfItsKind(valid[position] ?? "") + valid.slice(position + 1);
  return { token, inShell: `$${OTHER_TOKEN_VARIABLE}` };
}

/** Replaces the last character before any padding by one with another first bit: the last bits may be free. */
export function changeEnd(valid: string): AlteredToken {
  const { before, last, padding } = split(valid);
  const other = withOtherFirstBit(last) + padding;
  return { token: before + other, inShell: `\${${ACCESS_TOKEN_VARIABLE}%?${padding}}${other}` };
}

/** Removes the last character, with any padding. */
export function cut(valid: string): AlteredToken {
  const { before, padding } = split(valid);
  return { token: before, inShell: `\${${ACCESS_TOKEN_VARIABLE}%?${padding}}` };
}

/** Adds as many characters as Base64 has in a group: a decoder may ignore an incomplete one. */
export function lengthen(valid: string): AlteredToken {
  return { token: `${valid}xxxx`, inShell: `\${${ACCESS_TOKEN_VARIABLE}}xxxx` };
}

function split(token: string) {
  const padding = /=*$/.exec(token)?.[0] ?? "";
  const content = token.slice(0, token.length - padding.length);
  return { before: content.slice(0, -1), last: content.slice(-1), padding };
}

/** Not the same letter in another case: some servers ignore the case of UUIDs. */
function otherOfItsKind(character: string): string {
  if (/\d/.test(character)) {
    return character === "1" ? "2" : "1";
  }
  if (/[A-Z]/.test(character)) {
    return character === "A" ? "B" : "A";
  }
  return character === "a" ? "b" : "a";
}

function withOtherFirstBit(character: string): string {
  const position = BASE64.indexOf(character.replace("-", "+").replace("_", "/"));
  return position === -1 ? "A" : (BASE64[(position + BASE64.length / 2) % BASE64.length] ?? "");
}
