/** What differs between two versions of the document, and what follows for those who use the packages. */
export interface SpecDiff {
  /** The changes, breaking ones first. Empty if the documents say the same. */
  readonly changes: readonly Change[];
  /** The checks of the conformance suite whose level changes, or which appear or disappear. */
  readonly checks: readonly CheckChange[];
  /** The bump that each package needs at least. */
  readonly bumps: Readonly<Record<PackageName, Bump>>;
}

/** One change of the document. */
export interface Change {
  /** What it means for a client of this API. */
  readonly class: ChangeClass;
  /** What changed, in a sentence that a user of the client understands. */
  readonly sentence: string;
  /** Why it has its class, in a sentence. */
  readonly reason: string;
  /** Points to what changed, in the newer document unless it was removed. */
  readonly pointer: string;
  /** The value before; absent if there was none, or if it is not a single value. */
  readonly before?: unknown;
  /** The value after; absent if there is none, or if it is not a single value. */
  readonly after?: unknown;
}

/**
 * - `breaking`: a program that uses the client, or a client, must change.
 * - `compatible`: what the API does changes, and programs work as before.
 * - `editorial`: only texts and examples change.
 */
export type ChangeClass = "breaking" | "compatible" | "editorial";

/** A check of the conformance suite whose level changes, or which appears or disappears. */
export interface CheckChange {
  /** The ID of the check. */
  readonly id: string;
  /** The level before, or `absent`. */
  readonly before: string;
  /** The level after, or `absent`. */
  readonly after: string;
}

/** A published package, without the scope. */
export type PackageName = "spec" | "client" | "emulator" | "conformance" | "cli";

/** The part of a version that grows. */
export type Bump = "major" | "minor" | "patch" | "none";
