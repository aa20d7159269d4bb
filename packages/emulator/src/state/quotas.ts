import type { App } from "./apps.ts";

/** Counts the calls of each application. */
export interface Quotas {
  /** Counts a call. Returns undefined if the quota allows it, otherwise the number of seconds to wait. */
  count(app: App, now: number): number | undefined;
}

export function createQuotas(): Quotas {
  // An application that is registered again is another object, so its count starts anew.
  const intervals = new WeakMap<App, { readonly endsAt: number; calls: number }>();
  return {
    count(app, now) {
      if (!app.quota) {
        return undefined;
      }
      const length = app.quota.interval * 1000;
      let current = intervals.get(app);
      // The interval is in the future if the clock was moved back.
      if (!current || now >= current.endsAt || now < current.endsAt - length) {
        current = { endsAt: now + length, calls: 0 };
        intervals.set(app, current);
      }
      current.calls += 1;
      return current.calls > app.quota.calls ? Math.ceil((current.endsAt - now) / 1000) : undefined;
    },
  };
}
