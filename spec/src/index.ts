import bundle from "../generated/openapi.json" with { type: "json" };
import type { OpenApiDocument } from "./document.ts";

export type { Contract, Endpoint, Flow } from "./contract.ts";
export { readContract } from "./contract.ts";
export type * from "./document.ts";
export type { Pointer } from "./pointer.ts";
export { below, dereference, pointerTo, resolve } from "./pointer.ts";
export type { RfcSection, Source } from "./source.ts";
export { isRfcSection, rfcTitle, rfcUrl, sourceOf } from "./source.ts";

/** The OpenAPI document, bundled. */
export const document: OpenApiDocument = bundle as unknown as OpenApiDocument;
