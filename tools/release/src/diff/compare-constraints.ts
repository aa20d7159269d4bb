import type { Pointer } from "@microbilt-oauth/spec";
import { breaking, classed } from "./changes.ts";
import type { JsonSchema } from "./json-schema.ts";
import { isIncluded } from "./regular-expressions.ts";
import type { Change } from "./spec-diff.ts";

/** Both versions of a schema, and where they are. */
interface ConstrainedPair {
  readonly old: JsonSchema;
  readonly now: JsonSchema;
  readonly place: { readonly direction: "request" | "response"; readonly name: string; readonly pointer: Pointer };
}

/** How the set of possible values changes. `unrelated`: neither contains the other, or it cannot be told. */
type Shift = "same" | "narrower" | "wider" | "unrelated";

/** What a constraint is called, how it reads, and how it shifts the possible values. */
interface Constraint {
  readonly keyword: string;
  read(schema: JsonSchema): string | undefined;
  shift(old: JsonSchema, now: JsonSchema): Shift;
}

const CONSTRAINTS: readonly Constraint[] = [
  {
    keyword: "type",
    read: ({ type }) => (type === undefined ? undefined : typesOf(type).join(" or ")),
    shift: shiftOfTypes,
  },
  { keyword: "enum", read: ({ enum: values }) => values?.map(String).join(", "), shift: shiftOfValues },
  {
    keyword: "const",
    read: ({ const: value }) => (value === undefined ? undefined : JSON.stringify(value)),
    shift: shiftOf(({ const: value }) => value),
  },
  { keyword: "pattern", read: ({ pattern }) => pattern, shift: shiftOfPatterns },
  ...(["minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"] as const).map((keyword) =>
    limit(keyword, 1),
  ),
  ...(["maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"] as const).map((keyword) =>
    limit(keyword, -1),
  ),
  {
    keyword: "additionalProperties",
    read: ({ additionalProperties }) =>
      additionalProperties === undefined ? undefined : JSON.stringify(additionalProperties),
    shift: ({ additionalProperties: old = true }, { additionalProperties: now = true }) =>
      shiftOfRanks(rankOf(old), rankOf(now)),
  },
  ...(["multipleOf", "uniqueItems", "not"] as const).map((keyword) => restriction(keyword)),
];

/** Compares which values a schema allows. */
export function compareConstraints(pair: ConstrainedPair): readonly Change[] {
  const { old, now, place } = pair;
  const unit = compareUnits(pair);
  return [
    ...unit,
    ...CONSTRAINTS.flatMap(({ keyword, read, shift }) => {
      const shifted = shift(old, now);
      return shifted === "same" ? [] : [changeOf(keyword, read(old), read(now), shifted, place)];
    }),
  ];
}

function changeOf(
  keyword: string,
  before: string | undefined,
  after: string | undefined,
  shift: Shift,
  { direction, name, pointer }: ConstrainedPair["place"],
): Change {
  const isRequest = direction === "request";
  // Values of an enumeration that a response adds are values like others: the client does not fail because of them.
  const isGrownEnum = keyword === "enum" && !isRequest && shift === "wider";
  const isBreaking = !isGrownEnum && (shift === "unrelated" || (shift === "narrower") === isRequest);
  return classed(isBreaking, {
    sentence: `The ${keyword} of ${name} ${described(before, after)}.`,
    reason: isGrownEnum
      ? "Programs treat a value that they do not know like any other; upgrade the client before the server sends it."
      : reasonOf(isRequest, isBreaking, shift),
    pointer,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  });
}

function described(before: string | undefined, after: string | undefined): string {
  if (before === undefined) {
    return `is now ${after}`;
  }
  return after === undefined ? `is no longer restricted to ${before}` : `changed from ${before} to ${after}`;
}

function reasonOf(isRequest: boolean, isBreaking: boolean, shift: Shift): string {
  if (isRequest) {
    return isBreaking
      ? "The server rejects values that it accepted."
      : "The server accepts all that it accepted, and more.";
  }
  if (isBreaking) {
    return shift === "unrelated"
      ? "Programs read another kind of value."
      : "Programs do not expect the values that are new.";
  }
  return "The server promises more, which costs a client nothing.";
}

function compareUnits({ old, now, place }: ConstrainedPair): readonly Change[] {
  const [before, after] = [old["x-unit"], now["x-unit"]];
  return before === after
    ? []
    : [
        breaking({
          sentence: `The unit of ${place.name} changed from ${before ?? "none"} to ${after ?? "none"}.`,
          reason: "Programs calculate with it, and no type shows the mistake.",
          pointer: place.pointer,
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
        }),
      ];
}

/** No values: any is allowed. */
function setOf(values: string | readonly unknown[] | undefined): ReadonlySet<unknown> | undefined {
  return values === undefined ? undefined : new Set([values].flat());
}

function typesOf(type: string | readonly string[]): readonly string[] {
  return [type].flat();
}

function shiftOfTypes({ type: old }: JsonSchema, { type: now }: JsonSchema): Shift {
  return shiftOfSets(setOf(old), setOf(now), isTypeIncluded);
}

/** Every integer is a number. */
function isTypeIncluded(type: unknown, types: ReadonlySet<unknown>): boolean {
  return types.has(type) || (type === "integer" && types.has("number"));
}

function shiftOfValues({ enum: old }: JsonSchema, { enum: now }: JsonSchema): Shift {
  return shiftOfSets(setOf(old), setOf(now), (value, values) => values.has(value));
}

function shiftOfSets(
  old: ReadonlySet<unknown> | undefined,
  now: ReadonlySet<unknown> | undefined,
  isIn: (value: unknown, values: ReadonlySet<unknown>) => boolean,
): Shift {
  if (old === undefined || now === undefined) {
    return shiftBetween(old === undefined, now === undefined);
  }
  const isNarrower = [...now].every((value) => isIn(value, old));
  const isWider = [...old].every((value) => isIn(value, now));
  return isNarrower ? (isWider ? "same" : "narrower") : isWider ? "wider" : "unrelated";
}

function shiftOfPatterns({ pattern: old }: JsonSchema, { pattern: now }: JsonSchema): Shift {
  if (old === now) {
    return "same";
  }
  if (old === undefined || now === undefined) {
    return shiftBetween(old === undefined, now === undefined);
  }
  const [isNarrower, isWider] = [isIncluded(now, old), isIncluded(old, now)];
  return isNarrower ? (isWider ? "same" : "narrower") : isWider ? "wider" : "unrelated";
}

function shiftOf(read: (schema: JsonSchema) => unknown): Constraint["shift"] {
  return (old, now) => {
    const [before, after] = [read(old), read(now)];
    if (JSON.stringify(before) === JSON.stringify(after)) {
      return "same";
    }
    return before === undefined || after === undefined
      ? shiftBetween(before === undefined, after === undefined)
      : "unrelated";
  };
}

type Limit =
  | "minLength"
  | "minItems"
  | "minProperties"
  | "minimum"
  | "exclusiveMinimum"
  | "maxLength"
  | "maxItems"
  | "maxProperties"
  | "maximum"
  | "exclusiveMaximum";

/** @param sign 1 if a higher limit allows fewer values, -1 if it allows more */
function limit(keyword: Limit, sign: 1 | -1): Constraint {
  const read = (schema: JsonSchema) => schema[keyword] ?? -sign * Number.POSITIVE_INFINITY;
  return {
    keyword,
    read: (schema) => schema[keyword]?.toString(),
    shift: (old, now) => {
      const [before, after] = [read(old), read(now)];
      return before === after ? "same" : after * sign > before * sign ? "narrower" : "wider";
    },
  };
}

/** A restriction of which only the presence can be judged. `uniqueItems: false` restricts nothing. */
function restriction(keyword: "multipleOf" | "uniqueItems" | "not"): Constraint {
  const read = (schema: JsonSchema) => schema[keyword] || undefined;
  return {
    keyword,
    read: (schema) => (read(schema) === undefined ? undefined : JSON.stringify(read(schema))),
    shift: shiftOf(read),
  };
}

/** How much may be in members that nobody describes: nothing, what a schema allows, anything. */
function rankOf(additionalProperties: boolean | JsonSchema): number {
  return typeof additionalProperties === "boolean" ? Number(additionalProperties) * 2 : 1;
}

function shiftOfRanks(before: number, after: number): Shift {
  return before === after ? "same" : after < before ? "narrower" : "wider";
}

/** @param wasFree whether any value was possible */
function shiftBetween(wasFree: boolean, isFree: boolean): Shift {
  return wasFree === isFree ? "same" : isFree ? "wider" : "narrower";
}
