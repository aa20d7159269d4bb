import { findContent, JSON_MEDIA_TYPE } from "../document/content.ts";
import type { OpenApiDocument, RequestBody } from "../document/openapi-document.ts";
import { listOperations } from "../document/operations.ts";
import { dereference } from "../document/pointer.ts";
import type { BearerScheme, ProtectedResource } from "./contract.ts";

/** Finds the security scheme for access tokens. */
export function readBearer({ components }: OpenApiDocument): BearerScheme {
  const schemes = Object.entries(components?.securitySchemes ?? {});
  const found = schemes.find(([, { type, scheme }]) => type === "http" && scheme?.toLowerCase() === "bearer");
  if (!found) {
    throw new Error("The document has no security scheme of type http with the scheme bearer.");
  }
  return { name: found[0], scheme: "Bearer" };
}

/** Finds the first path that requires the security scheme. */
export function readResource(document: OpenApiDocument, { name }: BearerScheme): ProtectedResource {
  const operations = listOperations(document);
  const resource = operations.find(({ operation }) => operation.security?.some((schemes) => name in schemes));
  if (!resource) {
    throw new Error(`The document has no operation protected by the security scheme ${name}.`);
  }
  const { path, operation } = resource;
  const body = dereference<RequestBody>(document, operation.requestBody ?? { content: {} });
  const owner = `The request body of the operation at ${resource.pointer}`;
  const { mediaType, pointer } = findContent(body.content, JSON_MEDIA_TYPE, owner);
  const methods = operations.filter((other) => other.path === path).map(({ method }) => method.toUpperCase());
  return { path, mediaType, methods, pointer };
}
