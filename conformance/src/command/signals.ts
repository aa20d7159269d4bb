import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls a function and then closes a resource. If the process receives a signal meanwhile, it closes the resource and
 * exits with the usual code for that signal.
 */
export async function closeAfter<T>(close: () => Promise<void>, use: () => Promise<T>): Promise<T> {
  const end = async (signal: NodeJS.Signals) => {
    await close();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) {
    process.once(signal, end);
  }
  try {
    return await use();
  } finally {
    for (const signal of SIGNALS) {
      process.off(signal, end);
    }
    await close();
  }
}
