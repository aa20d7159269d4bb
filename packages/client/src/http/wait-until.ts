import { ignoreRejection } from "./ignore-rejection.ts";

/**
 * Announces background work to the platform. Returns a function to call when the work has ended, or undefined when the
 * platform cannot wait, for example outside a request.
 */
export function announce(waitUntil: (promise: Promise<unknown>) => void): (() => void) | undefined {
  try {
    let end = () => {};
    const work = new Promise<void>((resolve) => {
      end = resolve;
    });
    ignoreRejection(waitUntil(work));
    return end;
  } catch {
    return undefined;
  }
}
