import { dereference, isRfcSection, type OpenApiDocument, rfcTitle, rfcUrl, type Source } from "@microbilt-oauth/spec";

/**
 * Copies the document so that every statement shows its `x-source` to a reader: an operation as a badge, any other
 * statement as a last sentence of its description.
 */
export function showSources(document: OpenApiDocument): OpenApiDocument {
  return { ...(copy(document) as OpenApiDocument), servers: document.servers?.map(showSourceOfServer) ?? [] };

  function copy(node: unknown): unknown {
    if (Array.isArray(node)) {
      return node.map(copy);
    }
    if (typeof node !== "object" || node === null) {
      return node;
    }
    const members = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, copy(value)]));
    const source = members["x-source"] as Source | undefined;
    if (source === undefined) {
      return members;
    }
    if ("operationId" in members) {
      return { ...members, "x-badges": [{ name: badgeOf(source) }] };
    }
    // A description beside a reference would hide that of the reference's target, so it repeats it.
    const { description } = dereference(document, node as { description?: string });
    return { ...members, description: [description, `_${markdownOf(source)}_`].filter(Boolean).join("\n\n") };
  }
}

interface SourcedServer {
  readonly url: string;
  readonly description?: string;
  readonly "x-source"?: Source;
}

/** Redoc renders the description of a server as plain text, unlike all others, which are Markdown. */
function showSourceOfServer(server: SourcedServer): SourcedServer {
  const { description, "x-source": source } = server;
  return source ? { ...server, description: [description, plainTextOf(source)].filter(Boolean).join(" ") } : server;
}

function badgeOf(source: Source): string {
  if (isRfcSection(source)) {
    return rfcTitle(source);
  }
  return source === "documentation" ? "documented" : "observed";
}

function markdownOf(source: Source): string {
  return isRfcSection(source) ? `From [${rfcTitle(source)}](${rfcUrl(source)}).` : plainTextOf(source);
}

function plainTextOf(source: Source): string {
  if (isRfcSection(source)) {
    return `From ${rfcTitle(source)}.`;
  }
  return source === "documentation" ? "Documented by MicroBilt." : "Observed in practice.";
}
