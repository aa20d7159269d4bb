import type { Project } from "./project.ts";

/** A project that somebody could have: what it installs, and what shows that this works. */
export interface Consumer {
  /** What the project does, as in "the client in a program of ES modules". */
  readonly name: string;
  /** The packages of this project that it installs, without the scope. */
  readonly packages: readonly string[];
  /** Packages of others that it installs. */
  readonly others?: readonly string[];
  /** The module system of its `.js` files. */
  readonly type?: "module" | "commonjs";
  /** Writes the project's files. */
  prepare(project: Project): Promise<void>;
  /** Uses what is installed. Throws an error if it does not work. */
  use(project: Project): Promise<void>;
}

/** @throws {Error} that shows both values if they differ */
export function expectOutput(actual: string, expected: RegExp): void {
  if (!expected.test(actual)) {
    throw new Error(`The output does not match ${expected}:\n${actual}`);
  }
}
