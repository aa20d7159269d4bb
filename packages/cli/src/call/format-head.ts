import type { IncomingMessage } from "node:http";

/** Characters that control the terminal, which no header field may have. */
const CONTROL_CHARACTERS = /[\p{Cc}]/gu;

/** Formats the status line and the header of a response, with an empty line after them. */
export function formatHead({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const fields = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`.trimEnd(), ...fields];
  return [...lines.map((line) => line.replace(CONTROL_CHARACTERS, "?")), "", ""].join("\n");
}
