import { htmlLines } from "./html-lines.ts";
import type { PageLine } from "./page-line.ts";

/** A page of documentation as a reader sees it. */
export interface Page {
  /** The lines that are not empty. */
  readonly lines: readonly PageLine[];
  /** The lines, joined by line feeds. */
  readonly text: string;
  /** The line to which a position in `text` belongs. */
  lineAt(position: number): PageLine;
}

const LOOKS_LIKE_HTML = /<!doctype html|<(?:html|body|div|p|h[1-6]|table|ul|pre)\b[^>]*>/i;

/** Reads a page that was saved as text or as HTML. */
export function readPage(source: string): Page {
  const raw = LOOKS_LIKE_HTML.test(source) ? htmlLines(source) : textLines(source);
  const lines = raw.map(({ number, text }) => ({ number, text: plain(text) })).filter(({ text }) => text !== "");
  const starts: number[] = [];
  let length = 0;
  for (const { text } of lines) {
    starts.push(length);
    length += text.length + 1;
  }
  return {
    lines,
    text: lines.map(({ text }) => text).join("\n"),
    lineAt(position) {
      const index = starts.findLastIndex((start) => start <= position);
      return lines[index] ?? { number: 1, text: "" };
    },
  };
}

function textLines(source: string): PageLine[] {
  return source.split(/\r\n|\r|\n/).map((text, index) => ({ number: index + 1, text }));
}

function plain(text: string): string {
  return text
    .replace(/[\u200B\uFEFF\u00AD]/g, "")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}
