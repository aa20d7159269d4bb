import { createHash } from "node:crypto";
import { type Contract, document, type OpenApiDocument, readContract } from "@microbilt-oauth/spec";

/** The OpenAPI document and what the checks read from it. */
export interface Spec {
  /** The bundled OpenAPI document. */
  readonly document: OpenApiDocument;
  /** The paths, media types and parameters that the document specifies. */
  readonly contract: Contract;
}

/** Identifies a version of the document, down to the byte. */
export interface DocumentIdentity {
  /** The document's `info.title`. */
  readonly title: string;
  /** The document's `info.version`. */
  readonly version: string;
  /** SHA-256 of the bundled document, in hexadecimal. */
  readonly digest: string;
}

/** Loads the bundled OpenAPI document and reads the contract from it. */
export function loadSpec(): Spec {
  return { document, contract: readContract(document) };
}

/**
 * Reads the contract as it is at a target, which can have the token endpoint at another path than the documented one. Its
 * other facts, and all statements, stay those of the document.
 */
export function specAt(spec: Spec, { tokenPath }: { readonly tokenPath?: string | undefined }): Spec {
  const { contract } = spec;
  return tokenPath === undefined
    ? spec
    : { ...spec, contract: { ...contract, tokenEndpoint: { ...contract.tokenEndpoint, path: tokenPath } } };
}

/** Computes the title, version and digest of a document. */
export function identify({ document }: Spec): DocumentIdentity {
  const { title, version } = document.info;
  return { title, version, digest: createHash("sha256").update(JSON.stringify(document)).digest("hex") };
}
