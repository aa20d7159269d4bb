/** What the commands use of the process that runs them. */
export interface Host {
  /** The environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input. */
  readonly stdin: NodeJS.ReadableStream;
  /** Standard output, which may be a terminal. */
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Standard error. */
  readonly stderr: NodeJS.WritableStream;
}
