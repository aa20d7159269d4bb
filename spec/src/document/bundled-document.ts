import bundle from "../../generated/openapi.json" with { type: "json" };
import type { OpenApiDocument } from "./openapi-document.ts";

/** MicroBilt's OAuth contract: `spec/openapi.yaml`, bundled into one JSON document. */
export const document: OpenApiDocument = bundle as unknown as OpenApiDocument;
