/** Shorter secrets are part of ordinary words and numbers. */
const LEAST_CHARACTERS = 8;

/** Words of which test systems make their secrets. */
const WORDS =
  /^(?:(?:my|a|the|client|app|application|api|access|oauth|microbilt|sandbox|production|server|user|secret|password|passwd|pass|key|token|credential|test|testing|demo|example|sample|default|dummy|admin|change|changeit|changeme|me|123|1234|12345|0|1|2)[-_. ]?)+$/i;

/**
 * Whether a secret must be expected in text that has nothing to do with it. Such a secret is hidden only where the value
 * of a credential is expected.
 *
 * @param vocabulary text in which the suite's own words occur, in lower case
 */
export function isCommon(secret: string, vocabulary: string): boolean {
  return secret.length < LEAST_CHARACTERS || WORDS.test(secret) || vocabulary.includes(secret.toLowerCase());
}

// The repetitions are bounded: a search from each character of a long run of spaces would take minutes.
const QUOTES = String.raw`(?:\\*["']|&quot;|&#34;|&apos;|%22|\\u0022|\s|%20|\+|\[){0,40}`;
const NAME = "(?:secret|passw(?:or)?d|pwd|token|api[-_]?key|authorization)s?";
const SEPARATOR = "(?:[:=>]|%3[aAdD]|&gt;|\\\\u003[dDeE])";
const SCHEME = String.raw`\bBearer(?:\s|%20|\+){1,8}`;

/** What comes before the value of a credential: its name, in JSON, a form, a URL or markup, or a scheme. */
export const BEFORE_VALUE: string = `(?<=${NAME}${QUOTES}${SEPARATOR}${QUOTES}|${SCHEME})`;

/** What comes after the value of a credential. */
export const AFTER_VALUE: string = String.raw`(?=$|[\s"'\\&<,;}\])]|%2[26]|\+)`;
