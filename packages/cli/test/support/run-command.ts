import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { main } from "../../src/command/command.ts";

/** What a command did. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the tests set of the process that runs the command. */
export interface Surroundings {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Buffer;
  readonly isTTY?: boolean;
}

/** Runs the command in this process. */
export async function runCommand(
  args: readonly string[],
  { environment = {}, input = "", isTTY = false }: Surroundings = {},
): Promise<CommandResult> {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const stderr = new PassThrough();
  const printed = Promise.all([text(stdout), text(stderr)]);
  const exitCode = await main(args, { environment, stdin: Readable.from([Buffer.from(input)]), stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { exitCode, stdout: out, stderr: err };
}
