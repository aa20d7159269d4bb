import { EmulatorError, type EmulatorErrorCode } from "../errors.ts";
import {
  type PlacedProduct,
  type ProductDocumentSource,
  type ProductScripts,
  readProductDefinitions,
} from "../input/product-definitions.ts";
import { formatType } from "../input/validation/format-value.ts";
import { isPlainObject } from "../input/validation/plain-object.ts";
import { readProduct } from "../product/product.ts";
import type { ProductFile } from "./options.ts";
import { readJson, readYamlOrJson } from "./read-file.ts";

/** A product for the options of the emulator, and a line about it for the greeting. */
export interface ProductFromFile {
  readonly definition: PlacedProduct;
  readonly line: string;
}

/** Reads the documents of products. */
export async function readProducts(files: readonly ProductFile[]): Promise<readonly ProductFromFile[]> {
  const products: ProductFromFile[] = [];
  for (const { file, basePath: given } of files) {
    const document = (await readYamlOrJson(file)) as ProductDocumentSource;
    try {
      const { title, version, basePath } = readProduct(document, given);
      const line = `${basePath || "/"} (${[title, version].filter(Boolean).join(" ")}, from ${file})`;
      products.push({ definition: { document, basePath: given }, line });
    } catch (error) {
      const { code, message } = error as EmulatorError;
      const asksForBasePath = /[Nn]ame (?:its|the) (?:base path|one to use)/.test(message);
      throw inFile(code, file, asksForBasePath ? `${message} Pass --product /path=${file}` : message, error);
    }
  }
  return products;
}

/** Reads the scripts of products. A later file replaces the scripts of an earlier one. */
export async function readScripts(files: readonly string[]): Promise<ProductScripts> {
  let scripts: ProductScripts = {};
  for (const file of files) {
    const read = await readJson(file);
    if (!isPlainObject(read) || "openapi" in read || "swagger" in read) {
      const got = isPlainObject(read) ? "an OpenAPI document; pass it with --product" : formatType(read);
      const example = '{ "/iPredict/GetReport": { "body": { "score": 700 } } }';
      throw inFile(
        "invalid_argument",
        file,
        `It must be an object of paths and responses such as ${example}; got ${got}.`,
      );
    }
    try {
      readProductDefinitions(read);
    } catch (error) {
      const { code, message } = error as EmulatorError;
      throw inFile(code, file, message, error);
    }
    scripts = { ...scripts, ...(read as ProductScripts) };
  }
  return scripts;
}

function inFile(code: EmulatorErrorCode, file: string, message: string, cause?: unknown): EmulatorError {
  return new EmulatorError(code, `${file}: ${message}`, { cause });
}
