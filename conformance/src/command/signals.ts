import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long the reports may take after a signal. */
const GRACE_IN_MS = 5_000;

/**
 * Calls a function and then closes a resource.
 *
 * The first signal that the process receives meanwhile aborts the function, with the signal's name as the reason. A
 * second one, or a function that does not return soon, ends the process with the usual exit code for that signal.
 */
export async function closeAfter<T>(
  close: () => Promise<void>,
  use: (interrupted: AbortSignal) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController();
  const exit = async (signal: NodeJS.Signals) => {
    await close();
    process.exit(exitCodeOf(signal));
  };
  const end = (signal: NodeJS.Signals) => {
    if (interruption.signal.aborted) {
      void exit(signal);
      return;
    }
    interruption.abort(signal);
    setTimeout(() => void exit(signal), GRACE_IN_MS).unref();
  };
  for (const signal of SIGNALS) {
    process.on(signal, end);
  }
  try {
    return await use(interruption.signal);
  } finally {
    for (const signal of SIGNALS) {
      process.off(signal, end);
    }
    await close();
  }
}

/** The usual exit code of a process that a signal ended; undefined without a signal. */
export function interruptedExitCode({ aborted, reason }: AbortSignal): number | undefined {
  return aborted ? exitCodeOf(reason as NodeJS.Signals) : undefined;
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
