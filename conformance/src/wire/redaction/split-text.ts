import { BASE64_RUN, decodeBase64, encodeBase64, normalizeBase64 } from "./base64.ts";
import type { Encoding } from "./encodings.ts";
import type { Secret } from "./secret.ts";

/** A part of a text: what may be shown, or a secret. */
export type TextPart = string | HiddenSecret;

/** A secret in a text. */
export interface HiddenSecret {
  /** What the shell expands to the secret within double quotes. */
  readonly placeholder: string;
  /** How the secret is encoded at this place; `other` for encodings that the suite does not send, or for a part of it. */
  readonly encoding: Encoding | "base64" | "other";
  /** The decoded parts of Base64. */
  readonly decoded?: readonly TextPart[];
}

/** A secret, with its value. */
export type Entry = readonly [value: string, secret: Secret];

/** What all encodings of a character other than the character itself contain. */
const ESCAPES = /[\\%&\uFFFD+]/;
/** Patterns for parts of longer secrets would be too deeply nested. */
const MOST_NESTED = 300;
/** Longer Base64 is part of a body that no report shows in full. */
const LONGEST_BASE64 = 65_536;
/** How much of the text before a match shows what it is. */
const LOOK_BEHIND = 16;

/**
 * Splits text into what may be shown, and the secrets in between.
 *
 * @param secrets the longest first: a secret can be part of another
 */
export function splitText(text: string, secrets: readonly Entry[]): readonly TextPart[] {
  const decoded = splitBase64(text, secrets);
  const whole = secrets.reduce(splitWhole, decoded);
  return secrets.reduce(splitPartial, whole);
}

/** Base64 hides what it encodes, so it comes first. */
function splitBase64(text: string, secrets: readonly Entry[]): readonly TextPart[] {
  return splitLiterals([text], BASE64_RUN, (run, before) => {
    if (run.length > LONGEST_BASE64) {
      return undefined;
    }
    const isBasic = /\bBasic(?:\s|%20|\+)+$/i.test(before);
    const decoded = decodeBase64(run);
    const parts = secrets.reduce<readonly TextPart[]>((found, entry) => splitDecoded(found, entry, isBasic), [decoded]);
    if (parts.some((part) => typeof part !== "string")) {
      const placeholder = parts.map((part) => (typeof part === "string" ? part : part.placeholder)).join("");
      return { placeholder, encoding: encodeBase64(decoded) === run ? "base64" : "other", decoded: parts };
    }
    const normalized = normalizeBase64(run);
    const hit = secrets.find(([, { cores }]) => cores.some((core) => normalized.includes(core)));
    return hit && { placeholder: hit[1].placeholder, encoding: "other" };
  });
}

/** Finds the secret in a form in which requests contain it. HTTP Basic has a common one at its end. */
function splitDecoded(parts: readonly TextPart[], [value, secret]: Entry, isBasic: boolean): readonly TextPart[] {
  const { placeholder, forms, isCommon: isCommonSecret } = secret;
  return parts.flatMap((part) => {
    if (typeof part !== "string") {
      return part;
    }
    if (!isCommonSecret) {
      const [form, encoding] = [...forms].find(([candidate]) => part.includes(candidate)) ?? [];
      return form === undefined || encoding === undefined ? part : splitByText(part, form, { placeholder, encoding });
    }
    return isBasic && part.endsWith(`:${value}`)
      ? [part.slice(0, -value.length), { placeholder, encoding: "plain" }]
      : part;
  });
}

/** Finds the whole secret in any encoding. */
function splitWhole(parts: readonly TextPart[], [value, secret]: Entry): readonly TextPart[] {
  const { placeholder, forms, isCommon: isCommonSecret } = secret;
  const [first] = parts;
  if (parts.length === 1 && first === value) {
    return [{ placeholder, encoding: "plain" }];
  }
  const encodingOf = (form: string) => ({ placeholder, encoding: forms.get(form) ?? "other" }) as const;
  if (isCommonSecret) {
    return splitLiterals(parts, secret.pattern(), encodingOf);
  }
  return parts.flatMap((part) => {
    if (typeof part !== "string") {
      return part;
    }
    return ESCAPES.test(part) || !part.isWellFormed()
      ? splitLiterals([part], secret.pattern(), encodingOf)
      : splitByText(part, value, { placeholder, encoding: "plain" });
  });
}

/** Finds the secret in another case, and its first half. */
function splitPartial(parts: readonly TextPart[], [value, secret]: Entry): readonly TextPart[] {
  if (secret.isCommon || value.length > MOST_NESTED) {
    return parts;
  }
  return parts.flatMap((part) =>
    typeof part === "string" && (ESCAPES.test(part) || part.toLowerCase().includes(secret.start))
      ? splitLiterals([part], secret.partial(), () => ({ placeholder: secret.placeholder, encoding: "other" }))
      : part,
  );
}

function splitByText(text: string, value: string, secret: HiddenSecret): readonly TextPart[] {
  return text
    .split(value)
    .flatMap((literal, index): TextPart[] => (index === 0 ? [literal] : [secret, literal]))
    .filter((part) => part !== "");
}

/** Replaces what a pattern matches in the literal parts, unless `replace` returns undefined. */
function splitLiterals(
  parts: readonly TextPart[],
  pattern: RegExp,
  replace: (match: string, before: string) => HiddenSecret | undefined,
): readonly TextPart[] {
  return parts.flatMap((part) => {
    if (typeof part !== "string") {
      return part;
    }
    const found: TextPart[] = [];
    let end = 0;
    for (const { 0: match, index } of part.matchAll(pattern)) {
      const secret = match === "" ? undefined : replace(match, part.slice(Math.max(0, index - LOOK_BEHIND), index));
      if (secret) {
        found.push(part.slice(end, index), secret);
        end = index + match.length;
      }
    }
    return end === 0 ? part : [...found, part.slice(end)].filter((literal) => literal !== "");
  });
}
