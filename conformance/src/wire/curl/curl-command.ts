import { sentFields, type WireRequest } from "../exchange.ts";
import type { TextPart } from "../redaction/split-text.ts";
import { textOfBytes } from "./byte-text.ts";
import type { CommandFiles } from "./command-files.ts";
import { fitsInWord, quote, type ShellPart, shellParts, word, writingCommands } from "./shell-words.ts";

/** How a curl command differs from one that only sends the request. */
export interface CurlSettings extends CommandFiles {
  /** Splits text into what may be shown, and the secrets in between. */
  readonly split: (text: string) => readonly TextPart[];
  /** What curl prints. @default the response with its header section */
  readonly output?: string;
}

/** Longer commands are of no use to a reader. */
export const MOST_CHARACTERS = 20_000;
/** Requests of these methods have a body, although it may be empty. */
const METHODS_WITH_BODY = /^(?:POST|PUT|PATCH)$/;

/**
 * Returns the shell command that sends a request again: the same method, target, header fields and body. It works in sh
 * and zsh. Variables stand for the secrets.
 *
 * @returns undefined if the command would be too long
 */
export function curlCommand(request: WireRequest, settings: CurlSettings): string | undefined {
  const { split, output = "-i" } = settings;
  const { method, target, encoding = "utf8" } = request;
  const url = new URL(request.url).href;
  const body = request.body ?? (METHODS_WITH_BODY.test(method) ? "" : undefined);
  const toWord = (text: string) => word(shellParts(split(text)));
  const isText = encoding === "utf8";
  const content = body === undefined ? [] : shellParts(split(isText ? body : textOfBytes(Buffer.from(body, "latin1"))));
  const isPiped = !fitsInWord(content) || (!isText && !isAscii(content));
  const options = [
    ["curl", output, ...(method === "HEAD" ? ["--head"] : ["-X", method]), ...urlOptions(url), toWord(url)].join(" "),
    ...(target === undefined ? [] : [`--request-target ${toWord(target)}`]),
    ...(url.startsWith("https:") ? fileOptions(settings) : []),
    ...fieldOptions(request, body !== undefined, isPiped).map(
      (field) => `-H ${word(shellParts(split(field)).map(inLatin1))}`,
    ),
    ...(body === undefined ? [] : [isPiped ? "--data-binary @-" : `--data-raw ${word(content)}`]),
  ];
  const source = isPiped ? `${writingCommands(content, encoding)} |\n  ` : "";
  const command = source + options.join(" \\\n  ");
  return command.length > MOST_CHARACTERS ? undefined : command;
}

/** Keeps curl from interpreting or normalising the URL, and from speaking HTTP/2. */
function urlOptions(url: string): string[] {
  return [
    ...(/[[\]{}]/.test(url) ? ["--globoff"] : []),
    ...(/\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(url) ? ["--path-as-is"] : []),
    ...(url.startsWith("https:") ? ["--http1.1"] : []),
  ];
}

function fileOptions({ caFile, certificateFiles: files }: CommandFiles): string[] {
  return [
    ...(caFile === undefined ? [] : [`--cacert ${quote(caFile)}`]),
    ...(files === undefined ? [] : [`--cert ${quote(files.cert)} --key ${quote(files.key)}`]),
  ];
}

/** The fields of the request, and those of curl's own that it does not have. */
function fieldOptions(request: WireRequest, hasBody: boolean, isPiped: boolean): string[] {
  const fields = sentFields(request);
  const own = ["accept", "user-agent", ...(hasBody ? ["content-type"] : []), ...(isPiped ? ["expect"] : [])];
  return [
    ...Object.entries(fields).flatMap(([name, values]) =>
      [values].flat().map((value) => (value === "" ? `${name};` : `${name}: ${value}`)),
    ),
    ...own.filter((name) => !(name in fields)).map((name) => `${name}:`),
  ];
}

function isAscii(parts: readonly ShellPart[]): boolean {
  return parts.every((part) => part.kind !== "literal" || /^[\x20-\x7e]*$/.test(part.text));
}

/** Node sends the characters of a field as bytes. */
function inLatin1(part: ShellPart): ShellPart {
  return part.kind === "literal"
    ? { ...part, text: part.text.replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0))) }
    : part;
}
