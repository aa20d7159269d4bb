import { dereference, isRfcSection, type OpenApiDocument, rfcTitle, rfcUrl, type Source } from "@microbilt-oauth/spec";

/** A copy of the document in which each statement shows where it comes from: operations by a badge, the rest in words. */
export function withBadges(document: OpenApiDocument): unknown {
  return mark(document);

  function mark(node: unknown): unknown {
    if (Array.isArray(node)) {
      return node.map(mark);
    }
    if (typeof node !== "object" || node === null) {
      return node;
    }
    const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, mark(value)]));
    const source = copy["x-source"] as Source | undefined;
    if (source === undefined) {
      return copy;
    }
    if ("operationId" in copy) {
      return { ...copy, "x-badges": [{ name: badgeFor(source) }] };
    }
    // A description beside a reference hides that of what is referred to.
    const { description } = dereference(document, node as { description?: string });
    return { ...copy, description: [description, `_${sentenceFor(source)}_`].filter(Boolean).join("\n\n") };
  }
}

function badgeFor(source: Source): string {
  if (isRfcSection(source)) {
    return rfcTitle(source);
  }
  return source === "documentation" ? "documented" : "observed";
}

function sentenceFor(source: Source): string {
  if (isRfcSection(source)) {
    return `From [${rfcTitle(source)}](${rfcUrl(source)}).`;
  }
  return source === "documentation" ? "Documented by MicroBilt." : "Observed in practice.";
}
