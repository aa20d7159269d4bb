import { below, dereference, type OpenApiDocument, type Pointer } from "@microbilt-oauth/spec";
import { breaking, classed, partition } from "./changes.ts";
import { compareConstraints } from "./compare-constraints.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { Change } from "./spec-diff.ts";

/** Who sends what the schema describes: a client (`request`), or the server (`response`). */
export type Direction = "request" | "response";

/** Where a schema is, and how a sentence calls it. */
export interface SchemaPlace {
  readonly direction: Direction;
  /** Such as `the 401 response of POST /a`, or `status of TokenResponse`. */
  readonly name: string;
  /** Points to the newer schema. */
  readonly pointer: Pointer;
}

/** Both versions of a schema, their documents, and what was compared already. */
export interface SchemaPair {
  readonly base: OpenApiDocument;
  readonly head: OpenApiDocument;
  readonly old: JsonSchema;
  readonly now: JsonSchema;
  readonly place: SchemaPlace;
  /** The pairs of references on the way here: a schema can contain itself. */
  readonly visited: ReadonlySet<string>;
}

/** Compares two versions of a schema, from the point of view of a client. */
export function compareSchemas(
  base: OpenApiDocument,
  head: OpenApiDocument,
  old: object,
  now: object,
  place: SchemaPlace,
): readonly Change[] {
  return comparePair({ base, head, old: old as JsonSchema, now: now as JsonSchema, place, visited: new Set() });
}

function comparePair(unresolved: SchemaPair): readonly Change[] {
  const pair = resolvePair(withAlternatives(unresolved));
  return pair === undefined
    ? []
    : [
        ...compareConstraints(pair),
        ...compareMembers(pair),
        ...compareItems(pair),
        ...compareOtherMembers(pair),
        ...compareAlternatives(pair),
      ];
}

/** A schema that becomes one of several is the first alternative of what it was before. */
function withAlternatives(pair: SchemaPair): SchemaPair {
  const keyword = (["oneOf", "anyOf"] as const).find(
    (one) => (pair.old[one] === undefined) !== (pair.now[one] === undefined),
  );
  if (keyword === undefined) {
    return pair;
  }
  const wrap = (schema: JsonSchema): JsonSchema => (schema[keyword] === undefined ? { [keyword]: [schema] } : schema);
  return { ...pair, old: wrap(pair.old), now: wrap(pair.now) };
}

/** Follows the references of both schemas. A component has a name of its own. */
function resolvePair(pair: SchemaPair): SchemaPair | undefined {
  const references = [pair.old.$ref, pair.now.$ref];
  if (references.every((reference) => reference === undefined)) {
    return pair;
  }
  const key = references.join(" ");
  if (pair.visited.has(key)) {
    return undefined;
  }
  const { $ref } = pair.now;
  const place =
    $ref === undefined ? pair.place : { ...pair.place, pointer: $ref as Pointer, name: $ref.split("/").at(-1) ?? $ref };
  return {
    ...pair,
    place,
    visited: new Set([...pair.visited, key]),
    old: resolveSchema(pair.base, pair.old),
    now: resolveSchema(pair.head, pair.now),
  };
}

/** Members beside a reference, such as `x-unit`, belong to the place, and win. */
function resolveSchema(document: OpenApiDocument, { $ref, ...own }: JsonSchema): JsonSchema {
  return $ref === undefined
    ? own
    : { ...resolveSchema(document, dereference(document, { $ref }) as JsonSchema), ...own };
}

function compareMembers(pair: SchemaPair): readonly Change[] {
  const { old, now, place } = pair;
  const [before, after] = [old.properties ?? {}, now.properties ?? {}];
  const { both, removed, added } = partition(before, after);
  const renames = findRenames(pair, removed, added);
  const isRequest = place.direction === "request";
  const pointerOf = (name: string) => below(place.pointer, "properties", name);
  const requires = (schema: JsonSchema, name: string) => schema.required?.includes(name) === true;
  return [
    ...renames.map(([name, other]) =>
      breaking({
        sentence: `${name} of ${place.name} is called ${other}.`,
        reason: `Programs ${isRequest ? "send" : "read"} it by its name.`,
        pointer: pointerOf(other),
        before: name,
        after: other,
      }),
    ),
    ...removed
      .filter((name) => !renames.some(([renamed]) => renamed === name))
      .map((name) =>
        breaking({
          sentence: `${place.name} no longer has the member ${name}.`,
          reason: `Programs ${isRequest ? "send" : "read"} it.`,
          pointer: place.pointer,
          before: name,
        }),
      ),
    ...added
      .filter((name) => !renames.some(([, other]) => other === name))
      .map((name) => {
        const isRequired = requires(now, name);
        return classed(isRequest && isRequired, {
          sentence: `${place.name} has a new ${isRequired ? "required" : "optional"} member, ${name}.`,
          reason: isRequest
            ? isRequired
              ? "Requests without it are rejected."
              : "Requests without it work as before."
            : "Programs ignore members that they do not know.",
          pointer: pointerOf(name),
          after: name,
        });
      }),
    ...both
      .filter((name) => requires(old, name) !== requires(now, name))
      .map((name) => {
        const isRequired = requires(now, name);
        return classed(isRequired === isRequest, {
          sentence: `${name} of ${place.name} is ${isRequired ? "now required" : "no longer required"}.`,
          reason: isRequest
            ? isRequired
              ? "Requests without it are rejected."
              : "Requests with it work as before."
            : isRequired
              ? "The server promises more."
              : "Programs rely on it.",
          pointer: pointerOf(name),
          before: !isRequired,
          after: isRequired,
        });
      }),
    ...both.flatMap((name) =>
      comparePair({
        ...pair,
        old: before[name] ?? {},
        now: after[name] ?? {},
        place: { ...place, name: `${name} of ${place.name}`, pointer: pointerOf(name) },
      }),
    ),
  ];
}

/** A member that goes and one that comes are the same if they have the same schema, description included. */
function findRenames(
  { old, now }: SchemaPair,
  removed: readonly string[],
  added: readonly string[],
): readonly (readonly [string, string])[] {
  const text = (schema: JsonSchema | undefined) => JSON.stringify(schema);
  return removed.flatMap((name) => {
    const candidates = added.filter((other) => text(now.properties?.[other]) === text(old.properties?.[name]));
    return candidates.length === 1 ? [[name, candidates[0] ?? ""] as const] : [];
  });
}

function compareItems(pair: SchemaPair): readonly Change[] {
  const { old, now, place } = pair;
  return old.items === undefined && now.items === undefined
    ? []
    : comparePair({
        ...pair,
        old: old.items ?? {},
        now: now.items ?? {},
        place: { ...place, name: `the items of ${place.name}`, pointer: below(place.pointer, "items") },
      });
}

/** Compares the schemas of members that nobody describes. */
function compareOtherMembers(pair: SchemaPair): readonly Change[] {
  const { place } = pair;
  const [old, now] = [pair.old.additionalProperties, pair.now.additionalProperties];
  return typeof old !== "object" || typeof now !== "object"
    ? []
    : comparePair({
        ...pair,
        old,
        now,
        place: {
          ...place,
          name: `the other members of ${place.name}`,
          pointer: below(place.pointer, "additionalProperties"),
        },
      });
}

const COMBINATIONS = ["oneOf", "anyOf", "allOf"] as const;

/** Pairs alternatives by what they refer to, or else by their order. */
function compareAlternatives(pair: SchemaPair): readonly Change[] {
  return COMBINATIONS.flatMap((keyword) => {
    const [before, after] = [keyed(pair.old[keyword]), keyed(pair.now[keyword])];
    const { both, removed, added } = partition(before, after);
    const { direction, name, pointer } = pair.place;
    const place = (key: string) => below(pointer, keyword, String(Object.keys(after).indexOf(key)));
    // Another alternative widens what is possible; another part of allOf narrows it.
    const widens = (isAdded: boolean) => isAdded === (keyword !== "allOf");
    const isOpen = Object.values(before).some((one) => acceptsAnyObject(resolveSchema(pair.base, one)));
    const isBreaking = (isAdded: boolean) => widens(isAdded) === (direction === "response") && !(isAdded && isOpen);
    const facts = (key: string, isAdded: boolean) => ({
      sentence: `${name} ${isAdded ? "has another form" : "no longer has the form"}, ${key}.`,
      reason: isBreaking(isAdded)
        ? direction === "response"
          ? "Programs do not expect it."
          : "Programs send it."
        : "What programs send or read stays possible.",
      pointer: isAdded ? place(key) : pointer,
      ...(isAdded ? { after: key } : { before: key }),
    });
    return [
      ...removed.map((key) => classed(isBreaking(false), facts(key, false))),
      ...added.map((key) => classed(isBreaking(true), facts(key, true))),
      ...both.flatMap((key) =>
        comparePair({
          ...pair,
          old: before[key] ?? {},
          now: after[key] ?? {},
          place: { ...pair.place, pointer: place(key) },
        }),
      ),
    ];
  });
}

/** Whether each form of an object is already possible. */
function acceptsAnyObject({ type, properties, required, additionalProperties }: JsonSchema): boolean {
  return type === "object" && !properties && !required && additionalProperties !== false;
}

function keyed(schemas: readonly JsonSchema[] = []): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    schemas.map((schema, index) => [schema.$ref?.split("/").at(-1) ?? schema.title ?? `number ${index + 1}`, schema]),
  );
}
