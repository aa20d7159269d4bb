/** How deeply arrays and objects can be nested in a body. */
export const MAX_DEPTH = 100;

/** The reason for which the emulator rejects a body that is nested more deeply. */
export const TOO_DEEP: string = `The body is nested more than ${MAX_DEPTH} levels deep.`;

/** Whether a JSON value is nested so deeply that a recursive function could overflow the stack. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      return true;
    }
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return false;
}
