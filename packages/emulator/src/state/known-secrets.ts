/** A string must be this long to be redacted wherever it occurs: a shorter one, such as `secret`, is also a word. */
export const MIN_LENGTH_ANYWHERE = 8;

/** Strings to redact. */
export interface KnownSecrets {
  /** Matches the strings that are redacted anywhere in a text. Undefined if there is none. */
  readonly anywhere: RegExp | undefined;
  /** The other strings, which are redacted only where they are a whole value. */
  readonly whole: ReadonlySet<string>;
}

/** Divides secrets by how they are redacted. */
export function knownSecrets(secrets: readonly string[]): KnownSecrets {
  const long = secrets.filter(({ length }) => length >= MIN_LENGTH_ANYWHERE);
  const patterns = [...long]
    // The longest first, because one secret can begin with another.
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return {
    anywhere: patterns.length > 0 ? new RegExp(patterns.join("|"), "g") : undefined,
    whole: new Set(secrets.filter(({ length }) => length > 0 && length < MIN_LENGTH_ANYWHERE)),
  };
}
