/** Writes text for a POSIX shell or zsh, with variables in place of the secrets. */
import type { HiddenSecret, TextPart } from "../redaction/split-text.ts";

/** A variable, one without some characters at its start or end, or the output of a command. */
const EXPANSION = /(\$\{[A-Z_]+(?:[%#]\?*)?\}|\$[A-Z_]+|\$\([^()]*\))/;
const VARIABLE = /^\$\{?([A-Z_]+)\}?$/;
/** What a shell leaves alone within double quotes; `!` is for the history of an interactive shell. */
const PLAIN = /^[^"\\$`!]*$/;
/** Characters that do not survive copying, or that are not characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** Long text that repeats something is written as a command that repeats it. */
const REPETITION = /(.{1,8}?)\1{99,}/gs;
const SHORTEST_REPETITION = 1_000;

/** JavaScript that encodes a secret as the request does. */
const ENCODERS = {
  url: "encodeURIComponent(process.argv[1])",
  query: 'encodeURIComponent(process.argv[1]).replace(/\\x27/g,"%27")',
  form: 'new URLSearchParams({"":process.argv[1]}).toString().slice(1)',
  json: "JSON.stringify(process.argv[1]).slice(1,-1)",
  "json-in-json": "JSON.stringify(JSON.stringify(process.argv[1]).slice(1,-1)).slice(1,-1)",
} as const;

/** Text to write: what may be shown, what the shell expands, and a command whose output repeats something. */
export type ShellPart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "expansion"; readonly code: string }
  | { readonly kind: "repetition"; readonly unit: string; readonly times: number };

/** Translates the parts of a text into what a shell can write. */
export function shellParts(parts: readonly TextPart[]): readonly ShellPart[] {
  return parts.flatMap((part) => (typeof part === "string" ? literalParts(part) : expansionParts(part)));
}

/** Whether a word of the command line can hold the parts. */
export function fitsInWord(parts: readonly ShellPart[]): boolean {
  return parts.every((part) => part.kind === "expansion" || (part.kind === "literal" && !UNPRINTABLE.test(part.text)));
}

/** One word of a command line. */
export function word(parts: readonly ShellPart[]): string {
  if (parts.every((part) => part.kind === "literal")) {
    return quoteBytes(parts.map(({ text }) => text).join(""));
  }
  const isSimple = parts.every((part) => part.kind === "expansion" || (part.kind === "literal" && isSafe(part.text)));
  return isSimple
    ? `"${parts.map((part, index) => inDoubleQuotes(part, parts[index + 1])).join("")}"`
    : parts.map((part) => (part.kind === "literal" ? quoteBytes(part.text) : `"${inDoubleQuotes(part)}"`)).join("");
}

/** The commands that write the parts, byte for byte. */
export function writingCommands(parts: readonly ShellPart[], encoding: "utf8" | "latin1"): string {
  const commands: string[] = [];
  let format = "";
  let values: string[] = [];
  const flush = () => {
    if (format !== "") {
      commands.push(["printf", `'${format}'`, ...values].join(" "));
      format = "";
      values = [];
    }
  };
  for (const part of parts) {
    if (part.kind === "repetition") {
      flush();
      commands.push(repeat(part));
    } else if (part.kind === "literal") {
      format += inFormat(part.text, encoding);
    } else {
      format += "%s";
      values.push(`"${part.code}"`);
    }
  }
  flush();
  return commands.length === 1 ? commands.join() : `{ ${commands.join("; ")}; }`;
}

/** Text that needs no secrets, as a word. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function literalParts(text: string): readonly ShellPart[] {
  if (text.length < SHORTEST_REPETITION) {
    return [{ kind: "literal", text }];
  }
  const parts: ShellPart[] = [];
  let end = 0;
  for (const { 0: match, 1: unit = "", index } of text.matchAll(REPETITION)) {
    if (match.length >= SHORTEST_REPETITION && !UNPRINTABLE.test(unit) && !unit.startsWith("-")) {
      parts.push({ kind: "literal", text: text.slice(end, index) });
      parts.push({ kind: "repetition", unit, times: match.length / unit.length });
      end = index + match.length;
    }
  }
  return [...parts, { kind: "literal" as const, text: text.slice(end) }].filter(
    (part) => part.kind !== "literal" || part.text !== "",
  );
}

function expansionParts({ placeholder, encoding, decoded }: HiddenSecret): readonly ShellPart[] {
  if (encoding === "base64" && decoded) {
    const code = `$(printf %s ${word(shellParts(decoded))} | base64 | tr -d '\\n')`;
    return [{ kind: "expansion", code }];
  }
  const encoder = ENCODERS[encoding as keyof typeof ENCODERS] as string | undefined;
  const encode = (code: string) => (encoder === undefined ? code : `$(node -p '${encoder}' "${code}")`);
  // A check that alters a secret names its unchanged parts as expansions, and the changed ones as the request has them.
  return placeholder
    .split(EXPANSION)
    .map(
      (part, index): ShellPart =>
        index % 2 === 0 ? { kind: "literal", text: part } : { kind: "expansion", code: encode(part) },
    )
    .filter((part) => part.kind === "expansion" || (part.kind === "literal" && part.text !== ""));
}

function inDoubleQuotes(part: ShellPart, next?: ShellPart): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "repetition":
      return `$(${repeat(part)})`;
    case "expansion": {
      const variable = VARIABLE.exec(part.code)?.[1];
      // What follows must not become part of the name, or a modifier of zsh.
      const isSeparate = next?.kind !== "literal" || /^[^\w:[]/.test(next.text);
      return variable !== undefined && !isSeparate ? `\${${variable}}` : part.code;
    }
  }
}

function repeat({ unit, times }: { readonly unit: string; readonly times: number }): string {
  return `yes ${quote(unit)} | head -n ${times} | tr -d '\\n'`;
}

function isSafe(text: string): boolean {
  return PLAIN.test(text) && !UNPRINTABLE.test(text);
}

function quoteBytes(text: string): string {
  return UNPRINTABLE.test(text) ? `"$(printf '${inFormat(text, "latin1")}')"` : quote(text);
}

/** Text within the format of printf: as it is, or its bytes in octal. */
function inFormat(text: string, encoding: "utf8" | "latin1"): string {
  return [...text]
    .map((character, index) => {
      const isOption = index === 0 && character === "-";
      if (/^[\x20-\x7e]$/.test(character) && !/['%\\]/.test(character) && !isOption) {
        return character;
      }
      if (character === "\r" || character === "\n") {
        return character === "\r" ? "\\r" : "\\n";
      }
      return [...bytesOf(character, encoding)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
    })
    .join("");
}

/** In text that was read from bytes, half of a surrogate pair stands for a byte that is not UTF-8. */
function bytesOf(character: string, encoding: "utf8" | "latin1"): Buffer {
  const codePoint = character.codePointAt(0) ?? 0;
  return encoding === "latin1" && codePoint >= 0xdc80 && codePoint <= 0xdcff
    ? Buffer.from([codePoint - 0xdc00])
    : Buffer.from(character);
}
