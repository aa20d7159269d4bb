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

/** The requirement levels, the most binding first. */
export const LEVELS = ["MUST", "SHOULD", "INFO"] as const;

/** How binding a requirement is: MicroBilt documents it, a standard requires it, or it was only observed. */
export type Level = (typeof LEVELS)[number];

/** A statement that requires something, and how binding that makes it. */
export interface Requirement {
  /** How binding the requirement is. It follows from the source. */
  readonly level: Level;
  /** Where the statement comes from. */
  readonly source: Source;
  /** The source as reports show it, such as "RFC 6749, section 5.1". */
  readonly title: string;
  /** The statement's place in the document; undefined if a standard requires it directly. */
  readonly pointer?: Pointer;
  /** What the document says at that place, as plain text. */
  readonly text?: string;
  /** The address of the standard's section. */
  readonly url?: string;
}

/** Reads the requirement at a place in the document, or in a section of a standard. */
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

/** Code marks, and the addresses of links. */
const MARKDOWN = /`|\[(?=[^\]]+\]\()|\]\([^)]*\)/g;

/** The first paragraph of the description at a place, or of the summary if it has no description. */
function textAt(document: OpenApiDocument, place: Pointer): string | undefined {
  const node = resolve(document, place) as { readonly description?: string; readonly summary?: string };
  const { description, summary } = { ...dereference(document, node), ...node };
  return (description ?? summary)
    ?.trim()
    .split(/\n\s*\n/)[0]
    ?.replaceAll("\n", " ")
    .replace(MARKDOWN, "");
}

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
