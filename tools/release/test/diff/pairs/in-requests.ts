import { form, product, rename, replaceItem, request, SENDS, schemas, token } from "./document-parts.ts";
import type { Pair } from "./pair.ts";

export const requestPairs: readonly Pair[] = [
  {
    edit: "a path gets a required header",
    apply: (d) => {
      d.paths["/application/path"].parameters = [
        { name: "x-tenant", in: "header", required: true, schema: { type: "string" } },
      ];
    },
    class: "breaking",
    why: "Requests without it are rejected.",
    says: [/^GET .* new required header parameter x-tenant\.$/, /^POST .* new required header parameter x-tenant\.$/],
  },
  {
    edit: "a value of the client ID is excluded",
    apply: (d) => (schemas(d).ClientId.not = { const: "x" }),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/^The not of ClientId is now/],
  },
  {
    edit: "the token request needs more members",
    apply: (d) => (request(d).minProperties = 4),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/^The minProperties of JsonTokenRequest is now 4\.$/],
    client: "minor",
  },
  {
    edit: "an optional member is added to the token request",
    apply: (d) => (request(d).properties.scope = { type: "string", "x-source": "documentation" }),
    class: "compatible",
    why: "Requests without it work as before.",
    says: [/^JsonTokenRequest has a new optional member, scope\.$/],
    client: "minor",
  },
  {
    edit: "a required member is added to the token request",
    apply: (d) => {
      request(d).properties.scope = { type: "string", "x-source": "documentation" };
      request(d).required.push("scope");
    },
    class: "breaking",
    why: "Requests without it are rejected.",
    says: [/new required member, scope/],
    client: "minor",
  },
  {
    edit: "an optional member of a product's request becomes required",
    apply: (d) => (d.components.requestBodies.ApplicationData.required = true),
    class: "breaking",
    why: "Requests without it are rejected.",
    says: [/now requires the request body/, /now requires the request body/],
  },
  {
    edit: "a required member of the token request becomes optional",
    apply: (d) => replaceItem(form(d).required, "client_id"),
    class: "compatible",
    why: "Requests with it work as before.",
    says: [/^client_id of FormTokenRequest is no longer required\.$/],
  },
  {
    edit: "the pattern of the client ID is narrowed",
    apply: (d) => (schemas(d).ClientId.pattern = "^[a-z]+$"),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/^The pattern of ClientId is now/],
  },
  {
    edit: "the type of the client ID is widened",
    apply: (d) => (schemas(d).ClientId.type = ["string", "integer"]),
    class: "compatible",
    why: "The server accepts all that it accepted, and more.",
    says: [/^The type of ClientId changed from string to string or integer\.$/],
  },
  {
    edit: "the type of the client ID is replaced",
    apply: (d) => (schemas(d).ClientId.type = "integer"),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/changed from string to integer/],
  },
  {
    edit: "the minimum length of the client secret grows",
    apply: (d) => (schemas(d).ClientSecret.minLength = 20),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/^The minLength of ClientSecret changed from 1 to 20\.$/],
  },
  {
    edit: "the minimum length of the client secret goes",
    apply: (d) => delete schemas(d).ClientSecret.minLength,
    class: "compatible",
    why: "The server accepts all that it accepted, and more.",
    says: [/is no longer restricted to 1/],
  },
  {
    edit: "a grant type is added",
    apply: (d) => schemas(d).GrantType.enum.push("password"),
    class: "compatible",
    why: "The server accepts all that it accepted, and more.",
    says: [/changed from client_credentials to client_credentials, password/],
    client: "minor",
  },
  {
    edit: "the grant type is replaced",
    apply: (d) => (schemas(d).GrantType.enum = ["client"]),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/changed from client_credentials to client\./],
    client: "minor",
  },
  {
    edit: "an optional query parameter is added to the token endpoint",
    apply: (d) =>
      token(d).parameters.push({ name: "scope", in: "query", schema: { type: "string" }, "x-source": "documentation" }),
    class: "compatible",
    why: "Requests without it work as before.",
    says: [/has a new optional query parameter scope/],
    client: "minor",
  },
  {
    edit: "a required header is added to a product",
    apply: (d) =>
      (product(d).parameters = [{ name: "x-app", in: "header", required: true, schema: { type: "string" } }]),
    class: "breaking",
    why: "Requests without it are rejected.",
    says: [/has a new required header parameter x-app/],
  },
  {
    edit: "a media type of the token request is added",
    apply: (d) =>
      (token(d).requestBody.content["application/xml"] = { schema: { $ref: "#/components/schemas/JsonTokenRequest" } }),
    class: "compatible",
    why: "Requests with the other media types work as before.",
    says: [/^POST \/OAuth\/GetAccessToken also accepts application\/xml\.$/],
  },
  {
    edit: "a media type of a product's request is removed",
    apply: (d) =>
      rename(d.paths["/OAuth/Token"].post.requestBody.content, "application/json", "application/vnd.x+json"),
    class: "breaking",
    why: SENDS,
    says: [/no longer accepts application\/json/, /also accepts application\/vnd\.x\+json/],
  },
  {
    edit: "members that nobody describes are no longer accepted",
    apply: (d) => (request(d).additionalProperties = false),
    class: "breaking",
    why: "The server rejects values that it accepted.",
    says: [/^The additionalProperties of JsonTokenRequest is now false\.$/],
    client: "minor",
  },
];
