import { isCommon } from "./redaction/common-secrets.ts";
import { createSecret, type Secret } from "./redaction/secret.ts";
import { splitText, type TextPart } from "./redaction/split-text.ts";

/** Replaces secrets in everything that is shown. */
export interface Redactor {
  /**
   * From now on, the placeholder is shown in place of the secret, in whatever encoding it appears. A secret that is
   * short or a common word is replaced only where the value of a credential is expected: elsewhere, it is not a secret.
   *
   * @param placeholder what the shell expands to the secret within double quotes, such as `$SECRET`
   */
  hide(secret: string, placeholder: string): void;
  /** Copies plain data and replaces the secrets in every string of it. */
  redact<T>(data: T): T;
  /** Splits text into what may be shown, and the secrets in between. */
  split(text: string): readonly TextPart[];
}

/**
 * Creates a redactor that knows no secret yet.
 *
 * @param vocabulary text with words that reports use anyway, such as the OpenAPI document; see `isCommon`
 */
export function createRedactor(vocabulary = ""): Redactor {
  const words = vocabulary.toLowerCase();
  const secrets = new Map<string, Secret>();
  /** The longest first: a secret can be part of another. */
  let sorted: readonly Secret[] = [];

  function split(text: string): readonly TextPart[] {
    return splitText(text, sorted);
  }

  const show = (parts: readonly TextPart[]) => parts.map(showPart).join("");
  /** The name of a member or a header field is never a common secret. */
  const showName = (name: string) =>
    show(
      splitText(
        name,
        sorted.filter(({ position }) => position === undefined),
      ),
    );

  return {
    hide(value, placeholder) {
      // Every response that repeats an access token leads here.
      if (value !== "" && secrets.get(value)?.placeholder !== placeholder) {
        secrets.set(value, createSecret(value, placeholder, isCommon(value, words)));
        sorted = [...secrets.values()].sort((a, b) => b.value.length - a.value.length);
      }
    },
    redact: <T>(data: T) => mapStrings(data, (text) => show(split(text)), showName) as T,
    split,
  };
}

/** How a report shows a part of a text. */
export function showPart(part: TextPart): string {
  if (typeof part === "string") {
    return part;
  }
  return part.decoded ? `base64(${part.decoded.map(showPart).join("")})` : part.placeholder;
}

function mapStrings(data: unknown, map: (text: string) => string, mapName: (name: string) => string): unknown {
  if (typeof data === "string") {
    return map(data);
  }
  if (Array.isArray(data)) {
    return data.map((item) => mapStrings(item, map, mapName));
  }
  if (typeof data === "object" && data !== null) {
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [mapName(name), mapStrings(value, map, mapName)]),
    );
  }
  return data;
}
