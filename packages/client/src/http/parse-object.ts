/** Parses JSON from outside. Returns undefined for anything but an object (or an array, which has none of its members). */
export function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
