import { spawnSync } from "node:child_process";

/** The shells of this machine that reports must work in; zsh is not everywhere. */
export const SHELLS: readonly string[] = ["sh", "zsh"].filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);
