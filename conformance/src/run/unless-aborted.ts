/** The result of a function; undefined as soon as the signal aborts. */
export async function unlessAborted<T>(
  perform: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (!signal) {
    return perform();
  }
  if (signal.aborted) {
    return undefined;
  }
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const abort = () => resolve(undefined);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([perform(), promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
