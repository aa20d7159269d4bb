import { isIP } from "node:net";
import type { RawRequest } from "../raw-exchange.ts";
import type { TextPart } from "../redaction/split-text.ts";
import { textOfBytes } from "./byte-text.ts";
import type { CommandFiles } from "./command-files.ts";
import { MOST_CHARACTERS } from "./curl-command.ts";
import { quote, shellParts, writingCommands } from "./shell-words.ts";

/** How to show the message. */
export interface RawCommandSettings extends CommandFiles {
  /** Splits text into what may be shown, and the secrets in between. */
  readonly split: (text: string) => readonly TextPart[];
}

/** How long curl waits for the server to close the connection: some messages ask it to keep the connection open. */
const LONGEST_IN_S = 5;
/** The ends of lines within the format of printf, except for the last one. */
const LINE_ENDS = /\\r\\n(?!')/g;

/**
 * Returns the shell command that sends a message again, byte for byte. It works in sh and zsh. Variables stand for the
 * secrets.
 *
 * curl is the program to send bytes with: unlike nc, it is part of every system, and has the same options everywhere. It
 * has no TLS without HTTP, but openssl has.
 *
 * @returns undefined if the command would be too long
 */
export function rawCommand(request: RawRequest, { split, ...files }: RawCommandSettings): string | undefined {
  const { origin, message, afterInterim } = request;
  const write = (bytes: string) =>
    writingCommands(shellParts(split(textOfBytes(Buffer.from(bytes, "latin1")))), "latin1").replace(
      LINE_ENDS,
      "\\r\\n'\\\n'",
    );
  const source =
    afterInterim === undefined ? write(message) : `{ ${write(message)}; sleep 1; ${write(afterInterim)}; }`;
  const command = `${source} |\n  ${connection(new URL(origin.url), files)}`;
  return command.length > MOST_CHARACTERS ? undefined : command;
}

function connection(url: URL, { caFile, certificateFiles: files }: CommandFiles): string {
  const { protocol, hostname, port } = url;
  if (protocol !== "https:") {
    return `curl -sS --max-time ${LONGEST_IN_S} ${quote(`telnet://${hostname}:${port || 80}`)}`;
  }
  return [
    `openssl s_client -quiet -verify_return_error -connect ${quote(`${hostname}:${port || 443}`)}`,
    ...(isIP(hostname.replace(/^\[(.*)\]$/, "$1")) === 0 ? [`-servername ${quote(hostname)}`] : []),
    ...(caFile === undefined ? [] : [`-CAfile ${quote(caFile)}`]),
    ...(files === undefined ? [] : [`-cert ${quote(files.cert)} -key ${quote(files.key)}`]),
  ].join(" ");
}
