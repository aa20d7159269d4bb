import { BASE64_RUN, decodeBase64, encodeBase64, normalizeBase64 } from "./base64.ts";
import type { Encoding } from "./encodings.ts";
import { findSecrets } from "./find-secrets.ts";
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

/** Longer Base64 is part of a body that no report shows in full. */
const LONGEST_BASE64 = 65_536;
/** How much of the text before Base64 shows what it is. */
const LOOK_BEHIND = 32;

/**
 * Splits text into what may be shown, and the secrets in between.
 *
 * @param secrets the longest first: a secret can be part of another
 */
export function splitText(text: string, secrets: readonly Secret[]): readonly TextPart[] {
  // Base64 hides what it encodes, so it comes first.
  return splitBase64(text, secrets).flatMap((part) =>
    typeof part === "string" ? splitLiteral(part, secrets, part === text) : part,
  );
}

/** Finds secrets in any encoding but Base64. A common secret may be the whole text. */
function splitLiteral(text: string, secrets: readonly Secret[], isWhole: boolean): readonly TextPart[] {
  const same = isWhole ? secrets.find(({ value }) => value === text) : undefined;
  if (same) {
    return [{ placeholder: same.placeholder, encoding: "plain" }];
  }
  let end = 0;
  const parts = findSecrets(text, secrets).flatMap(({ secret, start, end: next }): TextPart[] => {
    const { placeholder, forms } = secret;
    const before = text.slice(end, start);
    end = next;
    return [before, { placeholder, encoding: forms.get(text.slice(start, next)) ?? "other" }];
  });
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

function splitBase64(text: string, secrets: readonly Secret[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(BASE64_RUN)) {
    const hidden =
      run.length > LONGEST_BASE64
        ? undefined
        : hideBase64(run, text.slice(Math.max(0, index - LOOK_BEHIND), index), secrets);
    if (hidden) {
      parts.push(text.slice(end, index), hidden);
      end = index + run.length;
    }
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

/** Hides Base64 that contains a secret; undefined if it contains none. */
function hideBase64(run: string, before: string, secrets: readonly Secret[]): HiddenSecret | undefined {
  const isBasic = /\bBasic(?:\s|%20|\+)+$/i.test(before);
  const decoded = decodeBase64(run);
  const parts = secrets
    .reduce<readonly TextPart[]>((found, secret) => splitDecoded(found, secret, isBasic), [decoded])
    // The text around a secret can contain another one, in an encoding that the suite does not send.
    .flatMap((part) => (typeof part === "string" ? splitLiteral(part, secrets, false) : part));
  if (parts.some((part) => typeof part !== "string")) {
    const placeholder = parts.map((part) => (typeof part === "string" ? part : part.placeholder)).join("");
    return { placeholder, encoding: encodeBase64(decoded) === run ? "base64" : "other", decoded: parts };
  }
  const normalized = normalizeBase64(run);
  const hit = secrets.find(({ cores }) => cores.some((core) => normalized.includes(core)));
  return hit && { placeholder: hit.placeholder, encoding: "other" };
}

/** Finds the secret in a form in which requests contain it. HTTP Basic has a common one at its end. */
function splitDecoded(parts: readonly TextPart[], secret: Secret, isBasic: boolean): readonly TextPart[] {
  const { value, placeholder, forms, position } = secret;
  return parts.flatMap((part) => {
    if (typeof part !== "string") {
      return part;
    }
    if (position === undefined) {
      const [form, encoding] = [...forms].find(([candidate]) => part.includes(candidate)) ?? [];
      return form === undefined || encoding === undefined ? part : splitByText(part, form, { placeholder, encoding });
    }
    return isBasic && part.endsWith(`:${value}`)
      ? [part.slice(0, -value.length), { placeholder, encoding: "plain" }]
      : part;
  });
}

function splitByText(text: string, form: string, secret: HiddenSecret): readonly TextPart[] {
  return text
    .split(form)
    .flatMap((literal, index): TextPart[] => (index === 0 ? [literal] : [secret, literal]))
    .filter((part) => part !== "");
}
