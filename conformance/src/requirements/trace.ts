import type { Spec } from "../document/spec.ts";
import { type CitingCheck, indexChecks } from "./check-index.ts";
import { DOCUMENT_EVIDENCE, type DocumentEvidence } from "./document-evidence.ts";
import { bareStatements, strayChecks, unknownChecks, uselessEvidence } from "./problems.ts";
import { STANDARDS } from "./standards/all.ts";
import type { Standard } from "./statement.ts";
import { traceDocument } from "./trace-document.ts";
import { traceStandard } from "./trace-standard.ts";
import type { TracedSource } from "./traced.ts";

/** What people write: everything else follows from the document and from what the checks cite. */
export interface Traceability {
  /** What the standards require. @default the standards of this package */
  readonly standards?: readonly Standard[];
  /** The evidence for statements of the document that no check cites. @default that of this package */
  readonly evidence?: readonly DocumentEvidence[];
}

/**
 * Traces each statement of the document and of the standards to its checks. The link is what the checks cite; a
 * statement names checks only where that is not enough.
 *
 * @param checks in the order in which they run
 * @throws {Error} if a statement has neither a check nor a reason, if a check belongs to no statement, or if something
 *   names a check that does not exist; the message lists all of these
 */
export function traceRequirements(
  { document }: Pick<Spec, "document">,
  checks: readonly CitingCheck[],
  { standards = STANDARDS, evidence = DOCUMENT_EVIDENCE }: Traceability = {},
): readonly TracedSource[] {
  const index = indexChecks(document, checks);
  const sources = [
    traceDocument("documentation", document, index, evidence),
    ...standards.map((standard) => traceStandard(standard, index)),
    traceDocument("observation", document, index, evidence),
  ];
  const problems = [
    ...bareStatements(sources),
    ...strayChecks(sources, index),
    ...unknownChecks(standards, evidence, index),
    ...uselessEvidence(document, evidence, index),
  ];
  if (problems.length > 0) {
    throw new Error(["The requirements and the checks do not fit together:", ...problems].join("\n- "));
  }
  return sources;
}
