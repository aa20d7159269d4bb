const ALPHABET = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** Bytes from here on are discarded: they would make the first letters of the alphabet more likely. */
const LIMIT = 256 - (256 % ALPHABET.length);

/** How many random bytes to request at once, because a request costs more than the bytes. */
const POOL_SIZE = 4096;

let pool = new Uint8Array(0);
let next = 0;

/** Creates a random string of letters and digits, for access tokens and client secrets. */
export function randomString(length: number): string {
  const letters: number[] = [];
  while (letters.length < length) {
    const byte = randomByte();
    if (byte < LIMIT) {
      letters.push(ALPHABET[byte % ALPHABET.length] ?? 0);
    }
  }
  // Concatenating letter by letter would make a string that takes twenty times the memory.
  return String.fromCharCode(...letters);
}

function randomByte(): number {
  if (next >= pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(POOL_SIZE));
    next = 0;
  }
  return pool[next++] ?? 0;
}
