import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

/** The shells that the commands of reports must work in. */
export const SHELLS = ["sh", "zsh"] as const;

/** Those of this machine; zsh is not everywhere. */
export const INSTALLED_SHELLS: readonly string[] = SHELLS.filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);

/** Skips a test if the shell is not installed. */
export function skipWithout(shell: string, { skip }: Pick<TestContext, "skip">): void {
  skip(!INSTALLED_SHELLS.includes(shell), `${shell} is not installed`);
}

/** Says in the report of a test which shells it did without. */
export async function noteMissingShells({ annotate }: Pick<TestContext, "annotate">): Promise<void> {
  for (const shell of SHELLS.filter((name) => !INSTALLED_SHELLS.includes(name))) {
    await annotate(`Not in ${shell}: it is not installed.`, "warning");
  }
}
