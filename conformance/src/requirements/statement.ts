import type { RfcSection } from "@microbilt-oauth/spec";

/** How a standard requires something, in the words of RFC 2119. */
export type Keyword = "MUST" | "MUST NOT" | "SHOULD" | "SHOULD NOT" | "MAY";

/** A number of a section, such as `5.1`. */
export type SectionNumber = `${number}` | `${number}.${string}`;

/** Selects checks as `--only` does: an id, or the start of ids and a star, such as `refusals/json-*`. */
export type CheckPattern = string;

/** Something that a section of a standard requires of a token endpoint, or of an API that accepts bearer tokens. */
export type Statement = {
  /** The section that says it. */
  readonly section: SectionNumber;
  /** The keyword that it uses; undefined if it defines something without one. */
  readonly keyword?: Keyword;
  /** What it says, in few words. */
  readonly text: string;
} & Evidence;

/** The checks of a statement, or the reason why it has none. */
export type Evidence =
  | {
      /**
       * The checks of the statement. The checks that cite its section belong to it without being named here, unless
       * another statement of the section has checks too: then each statement names its own.
       */
      readonly checks?: readonly CheckPattern[];
      readonly unchecked?: never;
    }
  | {
      /** Why there is no check, as a sentence. */
      readonly unchecked: string;
      readonly checks?: never;
    };

/** The statements of a standard. */
export interface Standard {
  /** The standard, as the checks cite it. */
  readonly rfc: RfcName;
  /** The title of the standard. */
  readonly title: string;
  /** What it requires, in the order of its sections. */
  readonly statements: readonly Statement[];
}

/** Names a standard as the checks cite it. */
export type RfcName = RfcSection extends `${infer Name}#${string}` ? Name : never;
