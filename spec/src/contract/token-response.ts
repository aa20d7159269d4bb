import type { TokenResponse } from "../../generated/openapi.ts";
import { findContent, JSON_MEDIA_TYPE } from "../document/content.ts";
import type { DocumentedResponse, OpenApiDocument, Operation, Schema } from "../document/openapi-document.ts";
import { dereference } from "../document/pointer.ts";
import type { SuccessfulTokenResponse } from "./contract.ts";
import { requireMembers } from "./members.ts";

/** Reads the response to a successful token request. */
export function readTokenResponse(document: OpenApiDocument, { responses = {} }: Operation): SuccessfulTokenResponse {
  const { content = {} } = dereference<DocumentedResponse>(document, responses["200"] ?? {});
  const { mediaType, pointer } = findContent(content, JSON_MEDIA_TYPE, "The token operation's 200 response");
  const { properties = {} } = dereference<Schema>(document, { $ref: pointer });
  requireMembers<keyof TokenResponse>(Object.keys(properties), ["access_token"], "The token response");
  const values = Object.entries(properties).flatMap(([name, { enum: allowed }]) =>
    allowed ? [[name, allowed.map(String)]] : [],
  );
  return { mediaType, values: Object.fromEntries(values), pointer };
}
