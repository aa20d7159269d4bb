import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { breaking, compatible } from "./changes.ts";
import { compareMessages } from "./compare-messages.ts";
import { isAlias, isTokenOperation, operationsOf, type PlacedOperation } from "./operations.ts";
import type { Change } from "./spec-diff.ts";

/** Compares which operations there are, where they are, and what they accept and return. */
export function compareOperations(base: OpenApiDocument, head: OpenApiDocument): readonly Change[] {
  const [before, after] = [operationsOf(base), operationsOf(head)];
  const pairs = pairUp(before, after);
  const paired = new Set(pairs.flat());
  const removed = before.filter((operation) => !paired.has(operation));
  const added = after.filter((operation) => !paired.has(operation));
  return [
    ...pairs.filter(([one, other]) => one.label !== other.label).map(([one, other]) => moved(one, other, after)),
    ...removed.filter(({ label }) => !after.some((other) => other.label === label)).map(wasRemoved),
    ...added.filter(({ label }) => !before.some((other) => other.label === label)).map(wasAdded),
    ...pairs.flatMap(([one, other]) => compareMessages({ base, head, before: one, after: other })),
  ];
}

type Pair = readonly [before: PlacedOperation, after: PlacedOperation];

/** An operation is the same if it has the same id: then it can move. Otherwise, it is known by its method and path. */
function pairUp(before: readonly PlacedOperation[], after: readonly PlacedOperation[]): readonly Pair[] {
  return before.flatMap((one) => {
    const { operationId } = one.operation;
    const other =
      after.find(({ operation }) => operationId !== undefined && operation.operationId === operationId) ??
      after.find(({ label, operation }) => label === one.label && !isKnown(before, operation.operationId));
    return other ? [[one, other] as const] : [];
  });
}

function isKnown(operations: readonly PlacedOperation[], operationId: string | undefined): boolean {
  return operations.some(({ operation }) => operationId !== undefined && operation.operationId === operationId);
}

function moved(one: PlacedOperation, other: PlacedOperation, after: readonly PlacedOperation[]): Change {
  const stays = after.some(({ label }) => label === one.label);
  const name = isTokenOperation(one)
    ? "The token endpoint"
    : isAlias(one)
      ? "An alias of the token endpoint"
      : "A call";
  const facts = { pointer: other.pointer, before: one.label, after: other.label };
  if (stays) {
    return compatible({
      ...facts,
      sentence: `${name} moved from ${one.label} to ${other.label}; the old one stays.`,
      reason: "Requests to the old path work as before.",
    });
  }
  const sentence = `${name} moved from ${one.label} to ${other.label}.`;
  return isOnlyObserved(one)
    ? compatible({ ...facts, sentence, reason: ONLY_OBSERVED })
    : breaking({
        ...facts,
        sentence,
        reason: "A client that was made from the old document sends its requests to the old path.",
      });
}

const ONLY_OBSERVED = "It was only observed, so that no client could rely on it.";

function isOnlyObserved(one: PlacedOperation): boolean {
  return isAlias(one) && one.operation["x-source"] === "observation";
}

function wasRemoved(one: PlacedOperation): Change {
  const facts = {
    sentence: `${isAlias(one) ? "The alias" : "The call"} ${one.label} was removed.`,
    pointer: one.pointer,
    before: one.label,
  };
  return isOnlyObserved(one)
    ? compatible({ ...facts, reason: ONLY_OBSERVED })
    : breaking({ ...facts, reason: "Programs that use it no longer work." });
}

function wasAdded(one: PlacedOperation): Change {
  return compatible({
    sentence: `There is a new ${isAlias(one) ? "alias of the token endpoint" : "call"}, ${one.label}.`,
    reason: "What was there before stays.",
    pointer: one.pointer,
    after: one.label,
  });
}
