export { type ProductDocument, type ProductDocumentOptions, readProductDocument } from "./product-document.ts";
export { ProductDocumentError } from "./product-document-error.ts";
