const LONGEST = 200;

/** A value for an error's message, whatever it is: JSON holds neither 1n nor what lies too deep. */
export function formatValue(value: unknown): string {
  try {
    const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    return typeof value === "bigint" ? `${value}n` : `what JSON cannot hold (${typeof value})`;
  }
}
