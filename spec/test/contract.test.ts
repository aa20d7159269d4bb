import { expect, test } from "vitest";
import * as generated from "../generated/contract.ts";
import { document, readContract, resolve } from "../src/index.ts";

const { tokenEndpoint, flows, resource, bearer } = readContract(document);

test("the generated contract is what the document says", () => {
  const facts = JSON.stringify(readContract(document), (name, value) => (name === "pointer" ? undefined : value));

  expect({ ...generated }).toEqual(JSON.parse(facts));
});

test("the example of the answer is the documented one, byte for byte", () => {
  const documented =
    '{ "issued_at" : "1525190727056", "expires_in" : "3599", "token_type" : "BearerToken", "access_token" : "kE8WyfAAgaoPPisGakxRw9aEL8eH", "status" : "approved" }';
  const example = resolve(document, "#/components/examples/TokenResponse/value");

  expect(JSON.stringify(example)).toBe(documented.replace(/ /g, ""));
});

test("the errors that have a remedy are known by their codes", () => {
  expect(readContract(document).errorCodes).toEqual({
    newCredentials: ["invalid_client", "oauth.v2.InvalidClientIdentifier"],
    newToken: [
      "oauth.v2.InvalidAccessToken",
      "keymanagement.service.invalid_access_token",
      "keymanagement.service.access_token_expired",
    ],
    none: ["keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"],
  });
});

test("the grant type stands in the body of a JSON request and in the query of a form", () => {
  expect(flows.json).toMatchObject({ query: [], body: ["client_id", "client_secret", "grant_type"] });
  expect(flows.form).toMatchObject({ query: ["grant_type"], body: ["client_id", "client_secret"] });
});

test.each<[string, string[], RegExp]>([
  ["the token operation", ["paths", tokenEndpoint.path], /no operation has the operationId getAccessToken/],
  ["environments", ["servers"], /no server with an x-environment/],
  ["the bearer", ["components", "securitySchemes", bearer.name], /no security scheme of type http/],
  ["a protected operation", ["paths", resource.path], /no operation protected by the security scheme oauth/],
  ["a request body", ["paths", tokenEndpoint.path, "post", "requestBody"], /request body has no media type/],
  ["the answer", ["components", "responses", "AccessToken", "content"], /answer 200 has no media type/],
  ["the grant types", ["components", "parameters", "GrantType"], /nothing at #\/components\/parameters\/GrantType/],
])("a document without %s is refused by naming it", (_, place, message) => {
  const copy = structuredClone(document);
  const [last = "", ...outer] = place.toReversed();
  const parent = outer.reduceRight((node, name) => node[name] as Node, copy as unknown as Node);
  delete parent[last];

  expect(() => readContract(copy)).toThrow(message);
});

type Node = Record<string, unknown>;
