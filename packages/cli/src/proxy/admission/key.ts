import { createHash, timingSafeEqual } from "node:crypto";

/** Returns a function that compares a key with the shared one, in a time that says nothing about either of them. */
export function createKeyCheck(key: string): (given: string | undefined) => boolean {
  const expected = digest(key);
  return (given) => timingSafeEqual(digest(given ?? ""), expected);
}

/** Digests have the same length, which the comparison requires. */
function digest(key: string): Buffer {
  return createHash("sha256").update(key, "latin1").digest();
}
