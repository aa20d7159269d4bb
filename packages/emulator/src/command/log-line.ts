import type { LoggedRequest } from "../state/request-log.ts";

/** Characters with which a client could forge lines, or control the terminal. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Formats a request as one line. */
export function formatLogLine({
  time,
  method,
  path,
  status,
  clientId,
  refusal,
  reason,
  faults,
}: LoggedRequest): string {
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
  return parts.filter(Boolean).join("  ").replace(CONTROL_CHARACTERS, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
