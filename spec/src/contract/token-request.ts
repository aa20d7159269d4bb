import type { JsonTokenRequest } from "../../generated/openapi.ts";
import { FORM_MEDIA_TYPE, findContent, JSON_MEDIA_TYPE } from "../document/content.ts";
import type { OpenApiDocument, Operation, Parameter, RequestBody, Schema } from "../document/openapi-document.ts";
import { dereference } from "../document/pointer.ts";
import type { Contract, Flow } from "./contract.ts";
import { requireMembers } from "./members.ts";

/** Reads the forms of a token request, and the grant types it can name. */
export function readTokenRequest(
  document: OpenApiDocument,
  operation: Operation,
): Pick<Contract, "flows" | "grantTypes"> {
  const parameters = queryParameters(document, operation);
  const body = dereference<RequestBody>(document, operation.requestBody ?? { content: {} });
  const queryNames = parameters.map(({ name }) => name);
  const json = readFlow(document, body, JSON_MEDIA_TYPE, queryNames);
  const form = readFlow(document, body, FORM_MEDIA_TYPE, queryNames);
  requireMembers<keyof JsonTokenRequest>(
    [...json.body, ...form.body, ...form.query],
    ["client_id", "client_secret", "grant_type"],
    "The token request",
  );
  return { flows: { json, form }, grantTypes: readGrantTypes(document, parameters) };
}

function queryParameters(document: OpenApiDocument, { parameters = [] }: Operation): Parameter[] {
  return parameters
    .map((parameter) => dereference<Parameter>(document, parameter))
    .filter((parameter) => parameter.in === "query");
}

function readFlow(
  document: OpenApiDocument,
  { content }: RequestBody,
  wanted: RegExp,
  queryNames: readonly string[],
): Flow {
  const { mediaType, pointer } = findContent(content, wanted, "The token operation's request body");
  const body = Object.keys(dereference<Schema>(document, { $ref: pointer }).properties ?? {});
  if (body.length === 0) {
    throw new Error(`The token operation's request body for ${mediaType} has a schema without properties.`);
  }
  // A parameter that the body has as a member goes there and not into the query.
  const query = queryNames.filter((name) => !body.includes(name));
  return { mediaType, query, body, pointer };
}

function readGrantTypes(document: OpenApiDocument, parameters: readonly Parameter[]): string[] {
  const schemas = parameters.map(({ schema = {} }) => dereference<Schema>(document, schema));
  const grantTypes = schemas.find((schema) => schema.enum)?.enum;
  if (!grantTypes) {
    throw new Error("The token operation has no query parameter that lists the grant types in an enum.");
  }
  return grantTypes.map(String);
}
