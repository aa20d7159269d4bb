/** A line of a page's text. */
export interface PageLine {
  /** The number of the line in the file, from 1. */
  readonly number: number;
  /** What a reader sees, with single spaces and straight quotes. A cell of a table ends with `|`. */
  readonly text: string;
}
