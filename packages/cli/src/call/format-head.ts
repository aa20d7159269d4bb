import type { IncomingMessage } from "node:http";

/** Formats the status line and the header of a response as they arrived, with an empty line after them. */
export function formatHead({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const fields = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`.trimEnd(), ...fields, "", ""].join("\n");
}
