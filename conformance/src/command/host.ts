import { styleText } from "node:util";
import type { Paint } from "../reports/terminal/paint.ts";

/** What the command uses of the process that runs it. */
export interface Host {
  /** The environment variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** Standard output. */
  readonly stdout: NodeJS.WritableStream;
  /** Standard error. */
  readonly stderr: NodeJS.WritableStream;
}

/** Creates the painter for standard output. It adds no styles if the output is not a terminal, or if the environment disables colours. */
export function painter({ stdout }: Host): Paint {
  return (style, text) => styleText(style, text, { stream: stdout });
}
