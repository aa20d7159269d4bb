/** A request that the proxy has dealt with. It has no secret: neither headers, nor the query, nor a body. */
export interface LoggedRequest {
  /** When the response was complete, in ms since 1970. */
  readonly time: number;
  /** The method. */
  readonly method: string;
  /** The path, without the query, which can identify a person. */
  readonly path: string;
  /** The status of the response; undefined if there was none. */
  readonly status: number | undefined;
  /** How long it took, in ms. */
  readonly duration: number;
  /** What the status does not say. */
  readonly note: string | undefined;
}

/** Characters with which a caller could forge lines, or control the terminal. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Formats a request as one line. */
export function formatLogLine({ time, method, path, status, duration, note }: LoggedRequest): string {
  const parts = [
    new Date(time).toISOString().slice(11, 23),
    status ?? "---",
    method.padEnd(4),
    path,
    `${Math.round(duration)} ms`,
    note,
  ];
  return parts.filter(Boolean).join("  ").replace(CONTROL_CHARACTERS, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
