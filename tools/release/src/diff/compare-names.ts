import { type OpenApiDocument, pointerTo } from "@microbilt-oauth/spec";
import { compatible } from "./changes.ts";
import { operationsOf } from "./operations.ts";
import type { Change } from "./spec-diff.ts";

const REASON = "Nothing changes on the wire; the types of the spec package have this name.";

/** Finds names that are gone although what they name is still there: the types of the spec package are called after them. */
export function compareNames(base: OpenApiDocument, head: OpenApiDocument): readonly Change[] {
  const schemas = Object.keys(head.components?.schemas ?? {});
  const [before, after] = [operationsOf(base), operationsOf(head)];
  return [
    ...Object.keys(base.components?.schemas ?? {})
      .filter((name) => !schemas.includes(name))
      .map((name) =>
        compatible({
          sentence: `There is no schema ${name} any more.`,
          reason: REASON,
          pointer: pointerTo("components", "schemas"),
          before: name,
        }),
      ),
    ...before.flatMap(({ label, operation: { operationId } }) => {
      const other = after.find((one) => one.label === label);
      const isGone = !after.some(({ operation }) => operation.operationId === operationId);
      return other && operationId !== undefined && isGone
        ? [
            compatible({
              sentence: `${label} is called ${other.operation.operationId ?? "nothing"} instead of ${operationId}.`,
              reason: REASON,
              pointer: other.pointer,
              before: operationId,
              after: other.operation.operationId,
            }),
          ]
        : [];
    }),
  ];
}
