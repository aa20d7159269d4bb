import { MicrobiltError } from "./errors.ts";

/** What a value must be, and whether it is. */
export type Rule = readonly [expected: string, isValid: (value: unknown) => unknown];

/** The rules of all members of an object. */
export type Rules<T> = Readonly<Record<keyof T, Rule>>;

/** The rule of an option that can be omitted. */
export const optional = (expected: string, isValid: Rule[1]): Rule => [
  expected,
  (value) => value === undefined || isValid(value),
];

/** The rule of an option that is checked elsewhere. */
export const ANY: Rule = ["", () => true];

/** Checks what the rules say of each member of an object, and that there are no others. */
export function checkAll(object: object, rules: Readonly<Record<string, Rule>>, prefix = ""): void {
  const names = Object.keys(rules);
  for (const name of Object.keys(object)) {
    check(
      names.includes(name),
      `${prefix}${name} is not an option; the most similar one is ${prefix}${nearest(name, names)}`,
    );
  }
  for (const [name, [expected, isValid]] of Object.entries(rules)) {
    const value = (object as Record<string, unknown>)[name];
    check(isValid(value), `${prefix}${name} must be ${expected}; got ${describe(value)}`);
  }
}

/** Options with defaults for those that are omitted or undefined. */
export type Filled<Options, Defaults> = Omit<Options, keyof Defaults> & {
  [Name in keyof Defaults & keyof Options]: Exclude<Options[Name], undefined>;
};

/** Fills in defaults. */
export function fill<Options extends object, Defaults extends object>(
  options: Options,
  defaults: Defaults,
): Filled<Options, Defaults> {
  const filled = { ...defaults } as Record<string, unknown>;
  for (const name in options) {
    filled[name] = options[name] ?? filled[name];
  }
  return filled as Filled<Options, Defaults>;
}

/** Returns the option that has the most in common with a mistyped name: pairs of letters. */
function nearest(name: string, options: readonly string[]): string {
  const lower = name.toLowerCase();
  const likeness = (option: string) =>
    Array.from(option, (_, at) => lower.includes(option.slice(at, at + 2).toLowerCase())).filter(Boolean).length /
    option.length;
  return options.reduce((best, option) => (likeness(option) > likeness(best) ? option : best));
}

/**
 * Describes an invalid value. A string that is not a short word is not shown, and neither is a large
 * number: it could be a secret in the wrong place.
 */
export function describe(value: unknown): string {
  if (value === undefined || value === "") {
    return `${JSON.stringify(value)}. An environment variable is probably unset`;
  }
  if (typeof value === "string" && value !== value.trim()) {
    return "a string with white space at an end. Remove it with trim()";
  }
  if (value instanceof Promise) {
    return "a promise. Await it first";
  }
  const isWord = typeof value === "string" && /^[a-z]{1,12}$/i.test(value);
  const isShown = value === null || (typeof value === "number" && !(value > 9999));
  return isWord ? `"${value}"` : isShown ? String(value) : typeof value;
}

/** Returns the name of a value's type, such as `String`, `Array` or `AbortSignal`. */
export function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** @throws {MicrobiltError} `invalid_argument` */
export function check(isValid: unknown, message: string): asserts isValid {
  if (!isValid) {
    throw new MicrobiltError("invalid_argument", message);
  }
}
