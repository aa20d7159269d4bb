import type { OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import { requirementAt } from "../requirement.ts";
import type { CheckIndex } from "./check-index.ts";
import { type DocumentEvidence, documentEvidence } from "./document-evidence.ts";
import { documentStatements } from "./document-statements.ts";
import { statementText } from "./statement-text.ts";
import type { TracedSource, TracedStatement } from "./traced.ts";

/** A source that the document names and that is not a standard. */
export type DocumentSource = "documentation" | "observation";

const TITLES: Readonly<Record<DocumentSource, string>> = {
  documentation: "MicroBilt's documentation",
  observation: "Observed in practice",
};

/** Traces the statements of the document that come from a source to their checks. */
export function traceDocument(
  id: DocumentSource,
  document: OpenApiDocument,
  index: CheckIndex,
  evidence: readonly DocumentEvidence[],
): TracedSource {
  const pointers = documentStatements(document).flatMap(({ pointer, source }) => (source === id ? [pointer] : []));
  return { id, title: TITLES[id], statements: pointers.map(trace) };

  function trace(place: Pointer): TracedStatement {
    const { level: keyword } = requirementAt(document, place);
    const text = statementText(document, place);
    const citing = index.citing.get(place);
    if (citing) {
      return { place, keyword, text, checks: citing };
    }
    const { checks = [], unchecked } = documentEvidence(evidence, place) ?? {};
    return { place, keyword, text, checks: index.matching(checks), ...(unchecked !== undefined && { unchecked }) };
  }
}
