import type { LoggedRequest } from "../state/request-log.ts";

/** A request in one line, for somebody who watches. */
export function lineOf({ time, method, path, status, clientId, refusal, reason, faults }: LoggedRequest): string {
  const parts = [
    new Date(time).toISOString().slice(11, 23),
    status ?? "---",
    method.padEnd(4),
    path,
    clientId && `(${clientId})`,
    refusal,
    reason,
    faults.length > 0 && `faults: ${faults.join(", ")}`,
  ];
  return parts.filter(Boolean).join("  ");
}
