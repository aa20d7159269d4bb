import type { OpenApiDocument } from "../document/openapi-document.ts";
import { readBasePath } from "./base-path.ts";
import { invalidDocument } from "./product-document-error.ts";
import { upgradeDocument } from "./upgrade-document.ts";

/** A product, as its own OpenAPI document describes it. */
export interface ProductDocument {
  /** The title of the document, such as `iPredict`. */
  readonly title: string;
  /** The version of the document. */
  readonly version: string;
  /** What precedes each path at the server, such as `/iPredict`, without a trailing slash; empty if nothing does. */
  readonly basePath: string;
  /** The document in OpenAPI 3.1, whatever version it was written in. */
  readonly document: OpenApiDocument;
}

/** The options of {@link readProductDocument}. */
export interface ProductDocumentOptions {
  /**
   * What precedes each path at the server, such as `/iPredict`.
   *
   * @default the path of the document's servers
   */
  readonly basePath?: string | undefined;
}

/**
 * Reads the OpenAPI document of a product. It says only where the product is *below* a server: which server to use, sandbox
 * or production, is the choice of the caller. Servers at other hosts than MicroBilt's are ignored.
 *
 * @param source the document, parsed: OpenAPI 3.0 or 3.1, or Swagger 2.0
 * @throws {ProductDocumentError} if the document cannot be used; the message says what to do
 */
export function readProductDocument(source: unknown, { basePath }: ProductDocumentOptions = {}): ProductDocument {
  const document = upgradeDocument(source);
  const paths = Object.keys(document.paths ?? {});
  if (paths.length === 0) {
    throw invalidDocument("The document has no paths");
  }
  const unusable = paths.find((path) => !path.startsWith("/"));
  if (unusable !== undefined) {
    throw invalidDocument(`Each path must start with a slash; got ${JSON.stringify(unusable)}`);
  }
  return {
    title: String(document.info?.title ?? "Product"),
    version: String(document.info?.version ?? ""),
    basePath: readBasePath(document, basePath),
    document,
  };
}
