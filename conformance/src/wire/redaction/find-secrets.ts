import { type Decoding, decodings } from "./decoding.ts";
import type { Secret } from "./secret.ts";

/** Where a text contains a secret. */
export interface SecretPlace {
  /** The secret. */
  readonly secret: Secret;
  /** Where its encoded form starts. */
  readonly start: number;
  /** Where its encoded form ends. */
  readonly end: number;
}

/**
 * Finds secrets in text, however often it is encoded: whole ones first, then ones in another case, or of which only the
 * first half or more is there.
 *
 * @returns the places in the order of the text; none of them overlap
 */
export function findSecrets(text: string, secrets: readonly Secret[]): readonly SecretPlace[] {
  const levels = decodings(text);
  const places: SecretPlace[] = [];
  /** Which characters belong to a place. */
  const taken = new Uint8Array(text.length);
  const add = (secret: Secret, start: number, end: number) => {
    if (!taken.subarray(start, end).includes(1)) {
      taken.fill(1, start, end);
      places.push({ secret, start, end });
    }
  };
  for (const secret of secrets) {
    addWhole(text, levels, secret, add);
  }
  for (const level of levels) {
    const lower = lowerCase(level.text);
    for (const secret of secrets) {
      addPartial(level, lower, secret, add);
    }
  }
  return places.sort((a, b) => a.start - b.start);
}

type Add = (secret: Secret, start: number, end: number) => void;

function addWhole(text: string, levels: readonly Decoding[], secret: Secret, add: Add): void {
  if (secret.position !== undefined) {
    for (const { 0: match, index } of text.matchAll(secret.position)) {
      add(secret, index, index + match.length);
    }
    return;
  }
  for (const level of levels) {
    for (const decoded of secret.decoded) {
      for (const index of placesOf(decoded, level.text)) {
        add(secret, level.startOf(index), level.endOf(index + decoded.length - 1));
      }
    }
  }
}

function addPartial(level: Decoding, lower: string, secret: Secret, add: Add): void {
  if (secret.position !== undefined) {
    return;
  }
  const value = lowerCase(secret.value);
  for (const index of placesOf(secret.start, lower)) {
    let length = secret.start.length;
    while (length < value.length && lower[index + length] === value[length]) {
      length += 1;
    }
    add(secret, level.startOf(index), level.endOf(index + length - 1));
  }
}

function* placesOf(part: string, text: string): Generator<number> {
  for (let index = text.indexOf(part); index >= 0; index = text.indexOf(part, index + part.length)) {
    yield index;
  }
}

/** The text in lower case, unless that would move its characters. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
