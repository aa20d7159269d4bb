/** Whether it is an object such as JSON has, and neither a list nor of a class. */
export function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // By the length of the chain: another realm has another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
