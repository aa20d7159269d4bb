const STAND_IN = "[redacted]";
const LONGEST_MESSAGE = 200;

/** A text from outside that is safe to show: without the secrets, short, on one line. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    String(new URLSearchParams({ "": secret })).slice(1),
    JSON.stringify(secret).slice(1, -1),
  ]);
  const shown = forms.filter(Boolean).reduce((rest, form) => rest.replaceAll(form, STAND_IN), text);
  return shown.replace(/\p{Cc}+/gu, " ").slice(0, LONGEST_MESSAGE);
}

/** An error from outside as a cause: only its name, message and code, since it could hold the request. */
export function redactedCause(error: unknown, secrets: readonly string[]): Error {
  const { name, message, code, cause } = Object(error) as Error & { code?: unknown };
  const copy = new Error(redact(String(message ?? error), secrets));
  copy.name = String(name ?? "Error");
  const said = code ?? (Object(cause) as { code?: unknown }).code;
  return typeof said === "string" ? Object.assign(copy, { code: redact(said, secrets) }) : copy;
}
