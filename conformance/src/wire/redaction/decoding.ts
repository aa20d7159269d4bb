/** A text after some of its encodings are undone, with the place of each UTF-16 unit in the original. */
export interface Decoding {
  /** The text. */
  readonly text: string;
  /** Where a unit starts in the original. */
  startOf(index: number): number;
  /** Where a unit ends in the original. */
  endOf(index: number): number;
}

/** More encodings within one another are not readable. */
const MOST_LEVELS = 8;

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  sol: "/",
  bsol: "\\",
};

/** The escape sequences of JSON and JavaScript, of URLs, and of HTML and XML. */
const ESCAPE =
  /\\(?<escaped>["'\\/])|\\u\{(?<braced>[\da-f]{1,6})\}|\\u(?<unit>[\da-f]{4})|\\x(?<byte>[\da-f]{2})|(?<bytes>(?:%[\da-f]{2})+)|&#(?<decimal>\d{1,7});|&#x(?<hex>[\da-f]{1,6});|&(?<name>amp|lt|gt|quot|apos|sol|bsol);/gi;

/** The text as it is, and what results from undoing its encodings one by one. */
export function decodings(text: string): readonly Decoding[] {
  const levels: Decoding[] = [{ text, startOf: (index) => index, endOf: (index) => index + 1 }];
  for (let last = levels[0]; last && levels.length <= MOST_LEVELS; ) {
    const next = decode(last);
    if (!next) {
      break;
    }
    levels.push(next);
    last = next;
  }
  return levels;
}

/** Undoes one encoding of everything that is encoded; undefined if nothing is. */
function decode({ text, startOf, endOf }: Decoding): Decoding | undefined {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (decoded: string, from: number, to: number) => {
    for (const unit of decoded.split("")) {
      units.push(unit);
      starts.push(startOf(from));
      ends.push(endOf(to - 1));
    }
  };
  let end = 0;
  for (const { 0: match, index, groups = {} } of text.matchAll(ESCAPE)) {
    for (let place = end; place < index; place += 1) {
      add(text[place] ?? "", place, place + 1);
    }
    end = index + match.length;
    if (groups["bytes"] === undefined) {
      add(characterOf(groups) ?? match, index, end);
    } else {
      addBytes(match, index, add);
    }
  }
  if (end === 0) {
    return undefined;
  }
  for (let place = end; place < text.length; place += 1) {
    add(text[place] ?? "", place, place + 1);
  }
  const decoded = units.join("");
  return decoded === text
    ? undefined
    : { text: decoded, startOf: (index) => starts[index] ?? 0, endOf: (index) => ends[index] ?? 0 };
}

function characterOf(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { escaped, name, decimal } = groups;
  if (escaped !== undefined) {
    return escaped;
  }
  if (name !== undefined) {
    return NAMED[name.toLowerCase()];
  }
  const digits = groups["braced"] ?? groups["unit"] ?? groups["byte"] ?? groups["hex"] ?? "";
  const codePoint = decimal === undefined ? Number.parseInt(digits, 16) : Number(decimal);
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}

/** Decodes percent-encoded UTF-8, one character after the other. */
function addBytes(encoded: string, start: number, add: (decoded: string, from: number, to: number) => void): void {
  const bytes = Buffer.from(encoded.replaceAll("%", ""), "hex");
  for (let place = 0; place < bytes.length; ) {
    const length = lengthOf(bytes[place] ?? 0);
    const character = bytes.subarray(place, place + length).toString();
    const isOne = [...character].length === 1;
    const taken = isOne ? Math.min(length, bytes.length - place) : 1;
    add(isOne ? character : "\u{FFFD}", start + place * 3, start + (place + taken) * 3);
    place += taken;
  }
}

function lengthOf(firstByte: number): number {
  if (firstByte < 0xc0) {
    return 1;
  }
  return firstByte < 0xe0 ? 2 : firstByte < 0xf0 ? 3 : 4;
}
