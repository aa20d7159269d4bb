import { below, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import { responsePointer, schemaPointer } from "../checks/pointers.ts";
import { aliasCheckName } from "../checks/server/token-request/observed-requests.ts";
import { loadSpec } from "../document/spec.ts";
import type { Evidence } from "./statement.ts";

/**
 * The evidence for a statement of the document that no check cites, because a check of another statement covers it, or
 * because no check can.
 */
export type DocumentEvidence = Evidence & {
  /** The place of the statement, or of what contains several. */
  readonly at: Pointer;
};

const TOKEN_ERROR_BODIES = ["refusals/missing-parameter-body", "refusals/wrong-secret-body"];
const { tokenEndpoint } = loadSpec().contract;
const PRODUCT_FAILURE = "It is in the response of a product that fails, and only the product knows what makes it fail.";
const FAULT_BODIES = [...TOKEN_ERROR_BODIES, "refusals/grant-type-body", "bearer/missing-body"];

/** The evidence for the statements of the document that no check cites. */
export const DOCUMENT_EVIDENCE: readonly DocumentEvidence[] = [
  {
    at: pointerTo("servers"),
    unchecked:
      "The checks send their requests to the server that you name. At any other address, the run ends before its first check.",
  },
  {
    at: pointerTo("components", "requestBodies", "ApplicationData"),
    checks: ["bearer/get", "bearer/post", "client-requests/json-bearer", "client-requests/form-bearer"],
  },
  { at: responsePointer("ApplicationData"), checks: ["bearer/json", "bearer/form", "bearer/response-media-type"] },
  {
    at: pointerTo("components", "examples", "JsonTokenRequest"),
    checks: ["token-request/json", "client-requests/json-body"],
  },
  {
    at: pointerTo("components", "examples", "FormTokenRequest"),
    checks: ["token-request/form", "client-requests/form-address", "client-requests/form-body"],
  },
  {
    at: pointerTo("components", "examples", "TokenResponse"),
    unchecked: "It is an example. The statements about the members of the token response have checks.",
  },
  {
    at: pointerTo("components", "examples", "ApplicationData"),
    unchecked: "It is a placeholder. Each product specifies its own data.",
  },
  ...tokenEndpoint.aliases.map(({ method, pointer }) => ({
    at: below(pointer, "requestBody"),
    checks: [`token-request/${aliasCheckName(method, tokenEndpoint.method)}`],
  })),
  { at: schemaPointer("ObservedFormTokenRequest"), checks: ["token-request/observed-form"] },
  { at: schemaPointer("MessageResponse"), unchecked: PRODUCT_FAILURE },
  { at: schemaPointer("ReportResponse"), unchecked: PRODUCT_FAILURE },
  {
    at: responsePointer("UnknownPath"),
    unchecked: "The checks call only the protected resource that you name, because any other call can cost money.",
  },
  { at: schemaPointer("TokenError"), checks: TOKEN_ERROR_BODIES },
  { at: schemaPointer("GatewayFault"), checks: FAULT_BODIES },
  {
    at: responsePointer("InsufficientScope"),
    unchecked: "MicroBilt documents no scopes, so no access token can be requested that lacks one.",
  },
  { at: responsePointer("QuotaExceeded"), checks: ["bearer/quota"] },
  { at: responsePointer("ResourceFault"), checks: ["responses/server-errors"] },
  {
    at: pointerTo("components", "examples"),
    unchecked:
      "It is an example of an error body. The checks of that response accept every body that its schema allows.",
  },
];

/** Finds the evidence for a statement: that at its place, or at the nearest place that encloses it. */
export function documentEvidence(
  evidence: readonly DocumentEvidence[],
  pointer: Pointer,
): DocumentEvidence | undefined {
  return evidence
    .filter(({ at }) => pointer === at || pointer.startsWith(`${at}/`))
    .toSorted((one, other) => other.at.length - one.at.length)[0];
}
