import type { LoggedRequest } from "../state/request-log.ts";

/** With these, whoever asks could make up lines, or paint on the terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

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
  return parts.filter(Boolean).join("  ").replace(CONTROL, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
