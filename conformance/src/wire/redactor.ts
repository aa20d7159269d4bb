/** Takes secrets out of whatever is shown. */
export interface Redactor {
  /**
   * From now on the stand-in is shown for the secret, in each encoding in which it can be sent.
   *
   * @param standIn what the shell makes the secret of, such as `$SECRET`
   */
  hide(secret: string, standIn: string): void;
  /** A copy of plain data in which no text holds a secret. */
  redact<T>(data: T): T;
}

export function createRedactor(): Redactor {
  const standIns = new Map<string, string>();

  function redactText(text: string): string {
    // The longest first: one secret can be a part of another.
    const secrets = [...standIns.keys()].sort((a, b) => b.length - a.length);
    return secrets.reduce((shown, secret) => shown.replaceAll(secret, () => standIns.get(secret) ?? ""), text);
  }

  return {
    hide(secret, standIn) {
      for (const form of formsOf(secret)) {
        standIns.set(form, standIn);
      }
    },
    redact: <T>(data: T) => mapTexts(data, redactText) as T,
  };
}

function mapTexts(data: unknown, map: (text: string) => string): unknown {
  if (typeof data === "string") {
    return map(data);
  }
  if (Array.isArray(data)) {
    return data.map((item) => mapTexts(item, map));
  }
  if (typeof data === "object" && data !== null) {
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [map(name), mapTexts(value, map)]));
  }
  return data;
}

/** As it is, in a URL, in a form, in JSON, and in JSON within JSON. */
function formsOf(secret: string): string[] {
  const asForm = new URLSearchParams({ "": secret }).toString().slice(1);
  const asJson = JSON.stringify(secret).slice(1, -1);
  const asNestedJson = JSON.stringify(asJson).slice(1, -1);
  return [secret, encodeURIComponent(secret), asForm, asJson, asNestedJson].filter(Boolean);
}
