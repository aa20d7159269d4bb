import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import * as generated from "../generated/contract.ts";
import { document, readContract, resolve } from "../src/index.ts";

const contract = readContract(document);
const { tokenEndpoint, flows, resource, bearer } = contract;

test("the generated contract holds the facts of the document", () => {
  const { digest, ...constants } = generated;
  const facts = JSON.stringify(contract, (name, value) => (name === "pointer" ? undefined : value));

  expect(constants).toEqual(JSON.parse(facts));
  expect(digest).toBe(createHash("sha256").update(JSON.stringify(document)).digest("hex"));
});

test("the example of a token response is MicroBilt's, byte for byte", () => {
  const documented =
    '{ "issued_at" : "1525190727056", "expires_in" : "3599", "token_type" : "BearerToken", "access_token" : "kE8WyfAAgaoPPisGakxRw9aEL8eH", "status" : "approved" }';
  const example = resolve(document, "#/components/examples/TokenResponse/value");

  expect(JSON.stringify(example)).toBe(documented.replace(/ /g, ""));
});

test("error codes are grouped by their remedy", () => {
  expect(contract.errorCodes).toEqual({
    newCredentials: ["invalid_client", "oauth.v2.InvalidClientIdentifier"],
    newToken: [
      "oauth.v2.InvalidAccessToken",
      "keymanagement.service.invalid_access_token",
      "keymanagement.service.access_token_expired",
    ],
    none: [
      "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound",
      "messaging.adaptors.http.flow.ApplicationNotFound",
    ],
  });
});

test("the token endpoint has another path and another method, as observed", () => {
  expect(tokenEndpoint.aliases.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /OAuth/Token",
    "POST /OAuth/Token",
  ]);
});

test("the grant type is in the body of a JSON request and in the query of a form request", () => {
  expect(flows.json).toMatchObject({ query: [], body: ["client_id", "client_secret", "grant_type"] });
  expect(flows.form).toMatchObject({ query: ["grant_type"], body: ["client_id", "client_secret"] });
});

test.each<[string, string[], RegExp]>([
  ["a token operation", ["paths", tokenEndpoint.path], /no operation has the operationId getAccessToken/],
  ["environments", ["servers"], /no server with an x-environment/],
  ["a bearer scheme", ["components", "securitySchemes", bearer.name], /no security scheme of type http/],
  ["a protected operation", ["paths", resource.path], /no operation protected by the security scheme oauth/],
  ["a request body", ["paths", tokenEndpoint.path, "post", "requestBody"], /request body has no media type/],
  ["a token response", ["components", "responses", "AccessToken", "content"], /200 response has no media type/],
  [
    "a schema for the token response",
    ["components", "responses", "AccessToken", "content", "application/json", "schema"],
    /200 response must refer to a schema in the components for application\/json/,
  ],
  ["grant types", ["components", "parameters", "GrantType"], /nothing at #\/components\/parameters\/GrantType/],
  [
    "an access token in the response",
    ["components", "schemas", "TokenResponse", "properties", "access_token"],
    /token response has no member access_token/,
  ],
  [
    "an error code where there is a remedy",
    ["components", "examples", "InvalidClient", "value", "ErrorCode"],
    /An example with an x-remedy has no error code/,
  ],
])("a document without %s is rejected with an error that says so", (_, place, message) => {
  expect(() => readContract(documentWithout(place))).toThrow(message);
});

type Node = Record<string, unknown>;

function documentWithout(place: readonly string[]): typeof document {
  const copy = structuredClone(document);
  const [last = "", ...outer] = place.toReversed();
  const parent = outer.reduceRight((node, name) => node[name] as Node, copy as unknown as Node);
  delete parent[last];
  return copy;
}
