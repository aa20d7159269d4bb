import { type Check, catalogue, requirementAt } from "@microbilt-oauth/conformance";
import { type OpenApiDocument, readContract } from "@microbilt-oauth/spec";
import type { CheckChange } from "./spec-diff.ts";

const ABSENT = "absent";

/** Finds the checks of the conformance suite whose level differs, or which only one of the documents has. */
export function compareChecks(base: OpenApiDocument, head: OpenApiDocument): readonly CheckChange[] {
  const [before, after] = [levelsOf(base), levelsOf(head)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ id, before: before.get(id) ?? ABSENT, after: after.get(id) ?? ABSENT }))
    .filter((change) => change.before !== change.after);
}

function levelsOf(document: OpenApiDocument): ReadonlyMap<string, string> {
  const checks = catalogue({ document, contract: readContract(document) });
  return new Map(checks.map(({ id, requirement }) => [id, levelAt(document, requirement)]));
}

/** A check can be about a statement that the document no longer has. */
function levelAt(document: OpenApiDocument, requirement: Check["requirement"]): string {
  try {
    return requirementAt(document, requirement).level;
  } catch {
    return `no requirement (${requirement})`;
  }
}
