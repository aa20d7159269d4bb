import type { RunningProxy } from "./start-proxy.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Resolves once a signal has stopped the proxy and no request is in progress. A second signal breaks those off. */
export async function untilStopped(proxy: RunningProxy): Promise<void> {
  const onSecond = () => proxy.abort();
  try {
    await new Promise<void>((resolve) => {
      const onFirst = () => {
        for (const signal of STOP_SIGNALS) {
          process.off(signal, onFirst);
          process.on(signal, onSecond);
        }
        resolve();
      };
      for (const signal of STOP_SIGNALS) {
        process.on(signal, onFirst);
      }
    });
    await proxy.close();
  } finally {
    for (const signal of STOP_SIGNALS) {
      process.off(signal, onSecond);
    }
  }
}
