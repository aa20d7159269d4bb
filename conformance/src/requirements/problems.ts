import type { OpenApiDocument } from "@microbilt-oauth/spec";
import type { CheckIndex } from "./check-index.ts";
import { type DocumentEvidence, documentEvidence } from "./document-evidence.ts";
import { documentStatements } from "./document-statements.ts";
import type { CheckPattern, Standard } from "./statement.ts";
import type { TracedSource } from "./traced.ts";

/** Lists the statements that have neither a check nor a reason. */
export function bareStatements(sources: readonly TracedSource[]): readonly string[] {
  return sources
    .flatMap(({ statements }) => statements)
    .filter(({ checks, unchecked }) => checks.length === 0 && unchecked === undefined)
    .map(({ place, text }) => `${place} has neither a check nor a reason: "${text}". Name its checks, or say why not.`);
}

/** Lists the checks that belong to no statement at the place that they cite. */
export function strayChecks(sources: readonly TracedSource[], { citing }: CheckIndex): readonly string[] {
  const byPlace = Map.groupBy(
    sources.flatMap(({ statements }) => statements),
    ({ place }) => place,
  );
  return [...citing].flatMap(([place, ids]) => {
    const statements = byPlace.get(place);
    const stray = ids.filter((id) => !statements?.some(({ checks }) => checks.includes(id)));
    return stray.map((id) =>
      statements
        ? `${id} cites ${place}, but no statement there names it. Add it to the checks of the right one.`
        : `${id} cites ${place}, of which src/requirements/standards has no statement. Add one.`,
    );
  });
}

/** Lists the patterns that match no check. */
export function unknownChecks(
  standards: readonly Standard[],
  evidence: readonly DocumentEvidence[],
  index: CheckIndex,
): readonly string[] {
  const named: readonly (readonly [where: string, patterns: readonly CheckPattern[]])[] = [
    ...standards.flatMap(({ rfc, statements }) =>
      statements.map(({ section, checks = [] }) => [`${rfc}#${section}`, checks] as const),
    ),
    ...evidence.map(({ at, checks = [] }) => [at, checks] as const),
  ];
  return named.flatMap(([where, patterns]) =>
    patterns
      .filter((pattern) => index.matching([pattern]).length === 0)
      .map((pattern) => `${where} names the check "${pattern}", which does not exist. --list shows all checks.`),
  );
}

/** Lists the evidence that no statement of the document needs, because a check cites it or the document lacks it. */
export function uselessEvidence(
  document: OpenApiDocument,
  evidence: readonly DocumentEvidence[],
  { citing }: CheckIndex,
): readonly string[] {
  const uncited = documentStatements(document).filter(({ pointer }) => !citing.has(pointer));
  const used = new Set(uncited.map(({ pointer }) => documentEvidence(evidence, pointer)));
  return evidence
    .filter((one) => !used.has(one))
    .map(({ at }) => `No statement of the document needs the evidence at ${at}. Remove it from document-evidence.ts.`);
}
