import {
  isRfcSection,
  type OpenApiDocument,
  type Pointer,
  type RfcSection,
  rfcTitle,
  rfcUrl,
  type Source,
  sourceOf,
} from "@microbilt-oauth/spec";

/** Requirement levels, the most binding first. */
export const LEVELS = ["MUST", "SHOULD", "INFO"] as const;

export type Level = (typeof LEVELS)[number];

/** Where a requirement stands and how binding that makes it. */
export interface Requirement {
  readonly level: Level;
  readonly source: Source;
  /** For a human reader. */
  readonly title: string;
  /** Into the document. */
  readonly pointer?: Pointer;
  /** Of the section of a standard. */
  readonly url?: string;
}

/** Follows a requirement to its source; from the source comes the level. */
export function requirementAt(document: OpenApiDocument, place: Pointer | RfcSection): Requirement {
  if (isRfcSection(place)) {
    return { level: "SHOULD", source: place, title: rfcTitle(place), url: rfcUrl(place) };
  }
  const source = sourceOf(document, place);
  const requirement = { level: levelOf(source), source, title: titleOf(source), pointer: place };
  return isRfcSection(source) ? { ...requirement, url: rfcUrl(source) } : requirement;
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
