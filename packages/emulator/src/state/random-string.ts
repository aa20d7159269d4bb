const ALPHABET = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

/** The largest multiple of the alphabet's length that fits a byte: bytes from there on would favour some letters. */
const FAIR = 256 - (256 % ALPHABET.length);

/** How many are asked of the generator at once: a call of it costs more than what it gives. */
const POOL_IN_BYTES = 4096;

let pool = new Uint8Array(0);
let next = 0;

/** Letters and digits without meaning, from a cryptographically secure generator; about 5.95 bits each. */
export function createOpaque(length: number): string {
  const letters: number[] = [];
  while (letters.length < length) {
    const byte = randomByte();
    if (byte < FAIR) {
      letters.push(ALPHABET[byte % ALPHABET.length] ?? 0);
    }
  }
  // In one piece: a text put together letter by letter takes twenty times the memory for as long as it is kept.
  return String.fromCharCode(...letters);
}

function randomByte(): number {
  if (next >= pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(POOL_IN_BYTES));
    next = 0;
  }
  const byte = pool[next] ?? 0;
  pool[next] = 0;
  next += 1;
  return byte;
}
