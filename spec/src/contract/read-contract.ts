import type { OpenApiDocument } from "../document/openapi-document.ts";
import { type LocatedOperation, listOperations } from "../document/operations.ts";
import type { Contract, Endpoint } from "./contract.ts";
import { readErrorCodes } from "./error-codes.ts";
import { readBearer, readResource } from "./protected-resource.ts";
import { readServers } from "./servers.ts";
import { readTokenRequest } from "./token-request.ts";
import { readTokenResponse } from "./token-response.ts";

/** The `operationId` of the operation that issues access tokens. */
const TOKEN_OPERATION = "getAccessToken";

/**
 * Reads the facts that code needs from a document.
 *
 * @throws {Error} when the document lacks one of them; the message names it.
 */
export function readContract(document: OpenApiDocument): Contract {
  const operations = listOperations(document);
  const tokenOperation = findTokenOperation(operations);
  const bearer = readBearer(document);
  return {
    version: document.info.version,
    servers: readServers(document),
    tokenEndpoint: {
      ...endpointOf(tokenOperation),
      aliases: operations.filter(({ operation }) => operation["x-alias-of"] === TOKEN_OPERATION).map(endpointOf),
    },
    ...readTokenRequest(document, tokenOperation.operation),
    tokenResponse: readTokenResponse(document, tokenOperation.operation),
    errorCodes: readErrorCodes(document),
    bearer,
    resource: readResource(document, bearer),
  };
}

function endpointOf({ method, path, pointer }: LocatedOperation): Endpoint {
  return { method: method.toUpperCase(), path, pointer };
}

function findTokenOperation(operations: readonly LocatedOperation[]): LocatedOperation {
  const found = operations.find(({ operation }) => operation.operationId === TOKEN_OPERATION);
  if (!found) {
    throw new Error(`The document has no token operation: no operation has the operationId ${TOKEN_OPERATION}.`);
  }
  return found;
}
