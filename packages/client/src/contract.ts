import { digest, version } from "@microbilt-oauth/spec/contract";

/** Identifies the OpenAPI document from which this client was made. */
export interface ContractIdentity {
  /** The version of the document, which is that of `@microbilt-oauth/spec`. */
  readonly version: string;
  /** SHA-256 of the document, bundled into JSON, in hexadecimal. The reports of the conformance suite show it, too. */
  readonly digest: string;
}

/** The OpenAPI document from which this client was made. */
export const contract: ContractIdentity = { version, digest };
