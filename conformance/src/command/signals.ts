import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Uses a resource and closes it afterwards: also when the process gets a signal, which then ends it with the usual exit
 * code.
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
