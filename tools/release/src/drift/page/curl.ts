import type { Page } from "./page.ts";

/** A word of a command. */
export interface Word {
  /** The word, without its quotes. */
  readonly text: string;
  /** Its position in the page's text. */
  readonly position: number;
}

/** An example of a request, as a command of curl. */
export interface CurlExample {
  /** Where the command begins. */
  readonly position: number;
  /** The method, in upper case. */
  readonly method: Word;
  /** The URL. */
  readonly url: Word;
  /** The header fields, by their name in lower case. */
  readonly headers: ReadonlyMap<string, Word>;
  /** The body. */
  readonly body: Word | undefined;
}

const METHOD = new Set(["-X", "--request"]);
const HEADER = new Set(["-H", "--header"]);
const DATA = new Set(["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode"]);

/** The examples on the page, in its order. */
export function curlExamples(page: Page): CurlExample[] {
  const examples: CurlExample[] = [];
  for (const { index } of page.text.matchAll(/\bcurl(?=\s+(?:-|["']?https?:))/g)) {
    const example = readCommand(page.text, index);
    if (example) {
      examples.push(example);
    }
  }
  return examples;
}

function readCommand(text: string, position: number): CurlExample | undefined {
  const words = splitWords(text, position);
  let method: Word | undefined;
  let url: Word | undefined;
  let body: Word | undefined;
  const headers = new Map<string, Word>();
  for (let index = 1; index < words.length; index++) {
    const word = words[index] as Word;
    const next = words[index + 1];
    if (word.text === "curl") {
      break;
    }
    if (METHOD.has(word.text) && next) {
      method = { text: next.text.toUpperCase(), position: next.position };
      index++;
    } else if (HEADER.has(word.text) && next) {
      const [name = "", ...value] = next.text.split(":");
      headers.set(name.trim().toLowerCase(), { text: value.join(":").trim(), position: next.position });
      index++;
    } else if (DATA.has(word.text) && next) {
      body = body ? { text: `${body.text}&${next.text}`, position: body.position } : next;
      index++;
    } else if (/^https?:\/\//.test(word.text) && URL.canParse(word.text)) {
      url ??= word;
    }
  }
  return url && { position, method: method ?? { text: body ? "POST" : "GET", position }, url, headers, body };
}

/** Splits a command as a shell does. A backslash before white space, or at the end of a line, continues the command. */
function splitWords(text: string, start: number): Word[] {
  const words: Word[] = [];
  let word: { text: string; position: number } | undefined;
  let quote = "";
  for (let position = start; position < text.length; position++) {
    const character = text[position] as string;
    const isSpace = /\s/.test(character);
    if (quote === "" && character === "\\" && /\s|^$/.test(text[position + 1] ?? "")) {
      position++;
      word = end(words, word);
    } else if (quote === "" && character === "\n") {
      break;
    } else if (quote === "" && isSpace) {
      word = end(words, word);
    } else if (quote === "" && (character === '"' || character === "'")) {
      quote = character;
      word ??= { text: "", position };
    } else if (character === quote) {
      quote = "";
    } else {
      word ??= { text: "", position };
      word.text += character;
    }
  }
  end(words, word);
  return words;
}

function end(words: Word[], word: Word | undefined): undefined {
  if (word) {
    words.push(word);
  }
  return undefined;
}
