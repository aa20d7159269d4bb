import { MicrobiltError } from "./errors.ts";

/** What a value must be, and whether it is. */
export interface Rule {
  readonly expected: string;
  readonly isRequired?: boolean;
  isValid(value: unknown): boolean;
}

/** Checks what the rules say of each member of an object, and that there are no others. */
export function checkAll(object: object, rules: Readonly<Record<string, Rule>>, prefix = ""): void {
  for (const name of Object.keys(object)) {
    check(Object.hasOwn(rules, name), `${prefix}${name} is not an option${suggest(name, Object.keys(rules), prefix)}`);
  }
  for (const [name, { expected, isRequired, isValid }] of Object.entries(rules)) {
    const value = (object as Record<string, unknown>)[name];
    check(
      (value === undefined && !isRequired) || isValid(value),
      `${prefix}${name} must be ${expected}; got ${describe(value)}`,
    );
  }
}

/** Suggests the option that has the most in common with a mistyped name: pairs of letters. */
function suggest(name: string, options: string[], prefix: string): string {
  const pairsOf = (text: string) =>
    Array.from(text.toLowerCase().slice(1), (letter, at) => text[at]?.toLowerCase() + letter);
  const pairs = pairsOf(name);
  const likeness = (option: string) => pairsOf(option).filter((pair) => pairs.includes(pair)).length / option.length;
  const [nearest = ""] = options.sort((a, b) => likeness(b) - likeness(a));
  return likeness(nearest) > 0.3 ? `; did you mean ${prefix}${nearest}?` : "";
}

/** A string is not shown: it could be a secret in the wrong place. */
function describe(value: unknown): string {
  if (value === undefined || value === "") {
    return `${value === "" ? "an empty string" : value}. An environment variable is probably unset`;
  }
  return typeof value === "number" ? String(value) : typeof value;
}

/** @throws {MicrobiltError} `invalid_argument` */
export function check(isValid: unknown, message: string): asserts isValid {
  if (!isValid) {
    throw new MicrobiltError("invalid_argument", message);
  }
}
