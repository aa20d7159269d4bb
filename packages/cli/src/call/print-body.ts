import { once } from "node:events";
import type { Readable } from "node:stream";
import { CannotRun } from "../errors.ts";

/**
 * Writes a body to an output as it arrives, and waits where the output is slower. An output whose reader has seen enough,
 * such as `head`, ends the writing.
 *
 * @param onChunk receives each part
 * @throws {CannotRun} if the body ends early, or cannot be written
 */
export async function printBody(
  body: Readable,
  output: NodeJS.WritableStream,
  onChunk: (chunk: Uint8Array) => void,
): Promise<void> {
  const failed = new AbortController();
  let problem: NodeJS.ErrnoException | undefined;
  const onError = (error: NodeJS.ErrnoException) => {
    problem = error;
    failed.abort();
  };
  output.on("error", onError);
  try {
    for await (const chunk of body) {
      onChunk(chunk);
      if (!output.write(chunk) && !failed.signal.aborted) {
        await once(output, "drain", { signal: failed.signal });
      }
      if (failed.signal.aborted) {
        break;
      }
    }
  } catch (error) {
    if (!failed.signal.aborted) {
      throw new CannotRun(`The response ended early: ${(error as Error).message}.`);
    }
  } finally {
    output.off("error", onError);
  }
  if (problem && problem.code !== "EPIPE") {
    throw new CannotRun(`The response could not be written: ${problem.message}.`);
  }
}
