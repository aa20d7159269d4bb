import { dereference, type OpenApiDocument, type Pointer, resolve } from "@microbilt-oauth/spec";

/** What a part of the document can say about itself. */
interface Described {
  readonly description?: string;
  readonly summary?: string;
  readonly value?: unknown;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** Marks of code and emphasis, and the addresses of links. */
const MARKDOWN = /`|\*\*|\[(?=[^\]]+\]\()|\]\([^)]*\)/g;

/** What a statement of the document says, in one sentence of plain text. */
export function statementText(document: OpenApiDocument, pointer: Pointer): string {
  const node = resolve(document, pointer) as Described;
  const { description, summary, value, content = {} } = { ...dereference(document, node), ...node };
  const text = firstSentence(description ?? summary ?? "").replace(MARKDOWN, "");
  if (value !== undefined) {
    return `Example: ${text}`;
  }
  return text || `The media type is ${Object.keys(content).join(" or ")}.`;
}

function firstSentence(text: string): string {
  return text
    .trim()
    .replaceAll(/\s+/g, " ")
    .replace(/(?<=[.)]) (?=[A-Z`]).*$/, "");
}
