import type { ChangeClass } from "../../../src/diff/spec-diff.ts";

/** A part of a document that a test changes. */
// biome-ignore lint/suspicious/noExplicitAny: the tests change any part of any document
export type Node = any;

/** An edit of the document, and how it must be classed. */
export interface Pair {
  /** What is edited. */
  readonly edit: string;
  apply(document: Node): void;
  /** Edits the older document, where the document as it is has no such place. */
  prepare?(document: Node): void;
  /** The gravest class of its changes; undefined if nothing has changed. */
  readonly class: ChangeClass | undefined;
  /** Why, in a sentence. */
  readonly why: string;
  /** What the sentences say, in order. */
  readonly says: readonly RegExp[];
  /** The bump of the client, where it is not "none". */
  readonly client?: "major" | "minor" | "patch";
}
