import type { Pointer, RfcSection } from "@microbilt-oauth/spec";
import type { Level } from "../requirement.ts";
import type { Keyword } from "./statement.ts";

/** What a check can cite: a section of a standard, or a place in the document. */
export type Place = RfcSection | Pointer;

/** A source of requirements, with the checks of each of its statements. */
export interface TracedSource {
  /** `documentation`, `observation`, or the name of a standard such as `rfc6749`. */
  readonly id: string;
  /** The source as reports show it, such as "RFC 6749". */
  readonly title: string;
  /** The title of the standard; undefined for MicroBilt's documentation and for observations. */
  readonly standard?: string;
  /** What it says, in its own order. */
  readonly statements: readonly TracedStatement[];
}

/** A statement, with its checks or the reason why it has none. */
export interface TracedStatement {
  /** The section of the standard, or the place in the document. */
  readonly place: Place;
  /** The address of the section; undefined for a place in the document. */
  readonly url?: string;
  /** The keyword of the standard, or the level of a statement in the document; undefined if the standard uses none. */
  readonly keyword?: Keyword | Level;
  /** What the statement says. */
  readonly text: string;
  /** The ids of its checks, in the order in which they run. */
  readonly checks: readonly string[];
  /** Why it has no check; undefined if it has one. */
  readonly unchecked?: string;
}
