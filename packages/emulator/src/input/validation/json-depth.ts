/** How deep lists and objects may lie in each other. */
export const MOST_LEVELS = 100;

/** Why a body that is deeper is not taken. */
export const TOO_DEEP: string = `The lists and objects of the body lie more than ${MOST_LEVELS} deep in each other.`;

/** Whether a value of JSON is so deep that whoever walks through it, level by level, could run out of stack. */
export function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) {
      return true;
    }
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return false;
}
