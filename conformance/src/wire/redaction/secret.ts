import { base64Cores } from "./base64.ts";
import { AFTER_VALUE, BEFORE_VALUE } from "./common-secrets.ts";
import { anyForm, type Encoding, sentForms } from "./encodings.ts";

/** A secret, and how to find it in text. */
export interface Secret {
  /** The secret. */
  readonly value: string;
  /** What the shell expands to the secret within double quotes. */
  readonly placeholder: string;
  /** The forms in which requests contain it. */
  readonly forms: ReadonlyMap<string, Encoding>;
  /** What remains of it when all encodings are undone. */
  readonly decoded: readonly string[];
  /** Its first half, in lower case. */
  readonly start: string;
  /** What Base64 makes of it. */
  readonly cores: readonly string[];
  /** Matches a common secret where the value of a credential is expected; undefined if it is not common. */
  readonly position: RegExp | undefined;
}

/** Fewer characters are not worth hiding, and are likely to occur by chance. */
const LEAST_PART = 8;

/**
 * Prepares a secret.
 *
 * @param isCommon whether to hide it only where the value of a credential is expected
 */
export function createSecret(value: string, placeholder: string, isCommon: boolean): Secret {
  return {
    value,
    placeholder,
    forms: sentForms(value),
    // UTF-8 has a replacement character in place of half of a surrogate pair, and forms have a plus for a space.
    decoded: [...new Set([value, value.toWellFormed(), value.replaceAll(" ", "+")])],
    start: value.slice(0, Math.max(LEAST_PART, Math.ceil(value.length / 2))).toLowerCase(),
    cores: isCommon ? [] : base64Cores(value),
    position: isCommon ? new RegExp(BEFORE_VALUE + anyForm(value) + AFTER_VALUE, "gi") : undefined,
  };
}
