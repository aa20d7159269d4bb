/** Replaces secrets in everything that is shown. */
export interface Redactor {
  /**
   * From now on, the placeholder is shown in place of the secret, in every encoding in which a request can carry it.
   *
   * @param placeholder what the shell expands to the secret, such as `$SECRET`
   */
  hide(secret: string, placeholder: string): void;
  /** Copies plain data and replaces the secrets in every string of it. */
  redact<T>(data: T): T;
}

/** Creates a redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const placeholders = new Map<string, string>();

  function redactString(text: string): string {
    // The longest first: a secret can be part of another.
    const secrets = [...placeholders.keys()].sort((a, b) => b.length - a.length);
    return secrets.reduce((shown, secret) => shown.replaceAll(secret, () => placeholders.get(secret) ?? ""), text);
  }

  return {
    hide(secret, placeholder) {
      for (const encoded of encodingsOf(secret)) {
        placeholders.set(encoded, placeholder);
      }
    },
    redact: <T>(data: T) => mapStrings(data, redactString) as T,
  };
}

function mapStrings(data: unknown, map: (text: string) => string): unknown {
  if (typeof data === "string") {
    return map(data);
  }
  if (Array.isArray(data)) {
    return data.map((item) => mapStrings(item, map));
  }
  if (typeof data === "object" && data !== null) {
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [map(name), mapStrings(value, map)]));
  }
  return data;
}

/** The secret as it is, in a URL, in a form, in JSON, and in JSON within JSON. */
function encodingsOf(secret: string): string[] {
  const inForm = new URLSearchParams({ "": secret }).toString().slice(1);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inNestedJson = JSON.stringify(inJson).slice(1, -1);
  return [secret, encodeURIComponent(secret), inForm, inJson, inNestedJson].filter(Boolean);
}
