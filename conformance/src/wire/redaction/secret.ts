import { base64Cores } from "./base64.ts";
import { AFTER_VALUE, BEFORE_VALUE } from "./common-secrets.ts";
import { anyForm, anyFormOfStart, type Encoding, sentForms } from "./encodings.ts";

/** A secret, and how to find it in text. */
export interface Secret {
  /** What the shell expands to the secret within double quotes. */
  readonly placeholder: string;
  /** Whether it is hidden only where the value of a credential is expected. */
  readonly isCommon: boolean;
  /** The forms in which requests contain it. */
  readonly forms: ReadonlyMap<string, Encoding>;
  /** What Base64 makes of it. */
  readonly cores: readonly string[];
  /** Matches the secret in any encoding; created when a text needs it. */
  readonly pattern: () => RegExp;
  /** Its first half, in lower case. */
  readonly start: string;
  /** Matches the secret in any encoding and case, and its first half or more. */
  readonly partial: () => RegExp;
}

/** Fewer characters are not worth hiding, and are likely to occur by chance. */
const LEAST_PART = 8;

/** Prepares a secret. */
export function createSecret(value: string, placeholder: string, isCommonSecret: boolean): Secret {
  const least = Math.max(LEAST_PART, Math.ceil(value.length / 2));
  return {
    placeholder,
    isCommon: isCommonSecret,
    forms: sentForms(value),
    start: value.slice(0, least).toLowerCase(),
    cores: isCommonSecret ? [] : base64Cores(value),
    pattern: once(() =>
      isCommonSecret ? new RegExp(BEFORE_VALUE + anyForm(value) + AFTER_VALUE, "gi") : new RegExp(anyForm(value), "g"),
    ),
    partial: once(() => new RegExp(anyFormOfStart(value, least), "gi")),
  };
}

function once<T>(create: () => T): () => T {
  let created: T | undefined;
  return () => {
    created ??= create();
    return created;
  };
}
