const MAX_LENGTH = 200;

/**
 * Formats a value for an error message.
 *
 * JSON cannot represent every value: `1n` and a value that is nested too deeply make it throw.
 */
export function formatValue(value: unknown): string {
  try {
    const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
    return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  } catch {
    return typeof value === "bigint" ? `${value}n` : formatType(value);
  }
}

/** Formats the type of a value for an error message, where the value itself could hold a secret. */
export function formatType(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  if (Array.isArray(value)) {
    return "an array";
  }
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
