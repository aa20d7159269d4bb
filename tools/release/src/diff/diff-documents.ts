import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { bumpsFor } from "./bumps.ts";
import { CLASSES } from "./changes.ts";
import { compareChecks } from "./compare-checks.ts";
import { compareErrorCodes } from "./compare-error-codes.ts";
import { compareNames } from "./compare-names.ts";
import { compareOperations } from "./compare-operations.ts";
import { compareSchemeNames } from "./compare-security.ts";
import { compareServers } from "./compare-servers.ts";
import { compareTexts } from "./compare-texts.ts";
import type { Change, SpecDiff } from "./spec-diff.ts";

/**
 * Compares two versions of the document, bundled.
 *
 * @throws {Error} if one of them lacks a fact without which no package works; the message names it
 */
export function diffDocuments(base: OpenApiDocument, head: OpenApiDocument): SpecDiff {
  const found = [
    ...compareServers(base, head),
    ...compareOperations(base, head),
    ...compareSchemeNames(base, head),
    ...compareNames(base, head),
    ...compareErrorCodes(base, head),
    ...compareTexts(base, head),
  ].map((change) => ({ ...change, sentence: change.sentence.replace(/^the /, "The ") }));
  const sorted = CLASSES.flatMap((each) => found.filter((change) => change.class === each));
  const changes = sorted.filter((change, index) => !isRepeated(change, sorted.slice(0, index)));
  const checks = compareChecks(base, head);
  return { changes, checks, bumps: bumpsFor(base, head, changes, checks) };
}

/** Several operations share a schema, and the value of an example is also what its error code is read from. */
function isRepeated(change: Change, before: readonly Change[]): boolean {
  return before.some(
    (other) =>
      other.pointer === change.pointer &&
      (other.sentence === change.sentence || (change.class === "editorial" && other.class !== "editorial")),
  );
}
