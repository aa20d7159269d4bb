/** Says why the document of a product cannot be used, and what to do. */
export class ProductDocumentError extends Error {
  /** The name of the class, also where several copies of it exist. */
  override readonly name = "ProductDocumentError";
}

export function invalidDocument(message: string, cause?: unknown): ProductDocumentError {
  return new ProductDocumentError(message, cause === undefined ? {} : { cause });
}
