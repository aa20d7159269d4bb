const encoder = new TextEncoder();

/** Compares two texts in a time that depends on the length of the first only. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const a = encoder.encode(given);
  const b = encoder.encode(expected);
  let difference = a.length ^ b.length;
  for (const [index, byte] of a.entries()) {
    difference |= byte ^ (b[index % b.length] ?? 0);
  }
  return difference === 0;
}
