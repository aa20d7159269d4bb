import type { DocumentLine } from "./document/documented.ts";
import type { PageLine } from "./page/page-line.ts";

/** A fact about which the page and the document disagree. */
export interface Difference {
  /** What they disagree about, such as `the path of the token endpoint`. */
  readonly fact: string;
  /** What each of them says, as a sentence. */
  readonly message: string;
  /** The line of the page, unless the page says nothing about the fact. */
  readonly page: PageLine | undefined;
  /** The line of the document. */
  readonly document: DocumentLine;
}
