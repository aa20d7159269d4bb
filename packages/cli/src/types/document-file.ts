import { readFile } from "node:fs/promises";
import { type ProductDocument, ProductDocumentError, readProductDocument } from "@microbilt-oauth/spec/product";
import { LineCounter, parseDocument } from "yaml";
import { CannotRun } from "../errors.ts";

/**
 * Reads the OpenAPI document of a product from a file, in YAML or JSON.
 *
 * @param basePath the base path of the product, if the document does not say it
 * @throws {CannotRun} if it cannot be used; the message names the file, and the line and column of a syntax error
 */
export async function readDocumentFile(file: string, basePath: string | undefined): Promise<ProductDocument> {
  const parsed = parse(file, await readText(file));
  try {
    return readProductDocument(parsed, { basePath });
  } catch (error) {
    if (!(error instanceof ProductDocumentError)) {
      throw error;
    }
    const asksForBasePath = /\bName [^.]*$/.test(error.message);
    const advice = asksForBasePath ? ", as in --base-path /iPredict" : "";
    throw new CannotRun(`${file}: ${error.message}${advice}.`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "there is no such file",
      EISDIR: "it is a folder; name the documents in it",
    };
    throw new CannotRun(`${file}: ${reasons[code ?? ""] ?? `it cannot be read (${code})`}.`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    // Faster than the parser of YAML, of which JSON is a subset.
    return JSON.parse(text);
  } catch {}
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new CannotRun(`${file}:${line}:${col}: not valid YAML or JSON: ${error.message.replace(/\.$/, "")}.`);
  }
  try {
    return document.toJS();
  } catch (error) {
    throw new CannotRun(`${file}: not valid YAML: ${(error as Error).message.replace(/\.$/, "")}.`);
  }
}
