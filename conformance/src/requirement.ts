import {
  dereference,
  isRfcSection,
  type OpenApiDocument,
  type Pointer,
  type RfcSection,
  resolve,
  rfcTitle,
  rfcUrl,
  type Source,
  sourceOf,
} from "@microbilt-oauth/spec";

/** Requirement levels, the most binding first. */
export const LEVELS = ["MUST", "SHOULD", "INFO"] as const;

/** How binding a requirement is. */
export type Level = (typeof LEVELS)[number];

/** Where a requirement stands and how binding that makes it. */
export interface Requirement {
  readonly level: Level;
  readonly source: Source;
  /** For a human reader. */
  readonly title: string;
  /** Into the document. */
  readonly pointer?: Pointer;
  /** What the document says there. */
  readonly text?: string;
  /** Of the section of a standard. */
  readonly url?: string;
}

/** Follows a requirement to its source; from the source comes the level. */
export function requirementAt(document: OpenApiDocument, place: Pointer | RfcSection): Requirement {
  if (isRfcSection(place)) {
    return { level: "SHOULD", source: place, title: rfcTitle(place), url: rfcUrl(place) };
  }
  const source = sourceOf(document, place);
  const text = textAt(document, place);
  const requirement = {
    level: levelOf(source),
    source,
    title: titleOf(source),
    pointer: place,
    ...(text !== undefined && { text }),
  };
  return isRfcSection(source) ? { ...requirement, url: rfcUrl(source) } : requirement;
}

/** Markdown that is of no use outside a page: code marks, and the addresses of links. */
const MARKDOWN = /`|\[(?=[^\]]+\]\()|\]\([^)]*\)/g;

/** The description of what stands there, or else its summary; its first paragraph, as plain text. */
function textAt(document: OpenApiDocument, place: Pointer): string | undefined {
  const node = resolve(document, place) as { readonly description?: string; readonly summary?: string };
  const { description, summary } = { ...dereference(document, node), ...node };
  return (description ?? summary)
    ?.trim()
    .split(/\n\s*\n/)[0]
    ?.replaceAll("\n", " ")
    .replace(MARKDOWN, "");
}

/** What is documented binds; what a standard asks for should be; what was only observed is for information. */
function levelOf(source: Source): Level {
  switch (source) {
    case "documentation":
      return "MUST";
    case "observation":
      return "INFO";
    default:
      return "SHOULD";
  }
}

function titleOf(source: Source): string {
  switch (source) {
    case "documentation":
      return "MicroBilt's documentation";
    case "observation":
      return "observed in practice";
    default:
      return rfcTitle(source);
  }
}
