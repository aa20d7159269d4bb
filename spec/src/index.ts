export type {
  BearerScheme,
  Contract,
  Endpoint,
  ErrorCodes,
  Flow,
  Flows,
  ProtectedResource,
  SuccessfulTokenResponse,
  TokenEndpoint,
} from "./contract/contract.ts";
export { readContract } from "./contract/read-contract.ts";
export { document } from "./document/bundled-document.ts";
export type * from "./document/openapi-document.ts";
export type { Pointer } from "./document/pointer.ts";
export { below, dereference, pointerTo, resolve } from "./document/pointer.ts";
export type { RfcSection, Source } from "./provenance.ts";
export { isRfcSection, rfcTitle, rfcUrl, sourceOf } from "./provenance.ts";
