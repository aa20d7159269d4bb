import type { CheckResult, KnownDeviation, RunResults } from "../../run/results.ts";

/** A deviation that is accepted for at most this many more days expires soon. */
const SOON_IN_DAYS = 30;
const DAY_IN_MS = 24 * 60 * 60 * 1_000;

/** How many days a deviation is accepted after a run; 0 on its last day. */
export function daysLeft({ until }: Pick<KnownDeviation, "until">, startedAt: string): number {
  return Math.round((Date.parse(until) - Date.parse(startedAt.slice(0, 10))) / DAY_IN_MS);
}

/** Says when a deviation expires. */
export function describeExpiry(days: number): string {
  if (days < 0) {
    return "has expired";
  }
  return days === 0 ? "expires today" : `expires in ${days} ${days === 1 ? "day" : "days"}`;
}

/** The accepted failures that expire soon, the first to expire first. */
export function expiringSoon({
  checks,
  startedAt,
}: Pick<RunResults, "checks" | "startedAt">): readonly { readonly check: CheckResult; readonly days: number }[] {
  return checks
    .flatMap((check) =>
      check.outcome === "accepted" && check.deviation ? [{ check, days: daysLeft(check.deviation, startedAt) }] : [],
    )
    .filter(({ days }) => days <= SOON_IN_DAYS)
    .sort((a, b) => a.days - b.days);
}
