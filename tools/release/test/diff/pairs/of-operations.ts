import { product, rename, token } from "./document-parts.ts";
import type { Pair } from "./pair.ts";

export const operationPairs: readonly Pair[] = [
  {
    edit: "the token endpoint moves",
    apply: (d) => rename(d.paths, "/OAuth/GetAccessToken", "/OAuth/v2/Token"),
    class: "breaking",
    why: "A client that was made from the old document sends its requests to the old path.",
    says: [/^The token endpoint moved from POST \/OAuth\/GetAccessToken to POST \/OAuth\/v2\/Token\.$/],
    client: "minor",
  },
  {
    edit: "the token endpoint moves, and the old path stays as an alias",
    apply: (d) => {
      d.paths["/OAuth/v2/Token"] = d.paths["/OAuth/GetAccessToken"];
      d.paths["/OAuth/GetAccessToken"] = {
        post: { ...token(d), operationId: "getAccessTokenAtOldPath", "x-alias-of": "getAccessToken" },
      };
    },
    class: "compatible",
    why: "Requests to the old path work as before.",
    says: [/moved from POST \/OAuth\/GetAccessToken to POST \/OAuth\/v2\/Token; the old one stays/],
    client: "minor",
  },
  {
    edit: "an alias is added",
    apply: (d) => {
      d.paths["/token"] = { post: { ...token(d), operationId: "another", "x-alias-of": "getAccessToken" } };
    },
    class: "compatible",
    why: "What was there before stays.",
    says: [/^There is a new alias of the token endpoint, POST \/token\.$/],
    client: "minor",
  },
  {
    edit: "an alias that was only observed is removed",
    apply: (d) => delete d.paths["/OAuth/Token"].get,
    class: "compatible",
    why: "It was only observed, so that no client could rely on it.",
    says: [/^The alias GET \/OAuth\/Token was removed\.$/],
    client: "minor",
  },
  {
    edit: "an alias that is documented is removed",
    apply: (d) => delete d.paths["/OAuth/Token"].post,
    prepare: (d) => (d.paths["/OAuth/Token"].post["x-source"] = "documentation"),
    class: "breaking",
    why: "Programs that use it no longer work.",
    says: [/^The alias POST \/OAuth\/Token was removed\.$/],
    client: "minor",
  },
  {
    edit: "a call is added",
    apply: (d) => (d.paths["/status"] = { get: { responses: { 200: { description: "OK." } } } }),
    class: "compatible",
    why: "What was there before stays.",
    says: [/^There is a new call, GET \/status\.$/],
  },
  {
    edit: "a call is removed",
    apply: (d) => delete d.paths["/application/path"].post,
    class: "breaking",
    why: "Programs that use it no longer work.",
    says: [/^The call POST \/application\/path was removed\.$/],
    client: "minor",
  },
  {
    edit: "the method of the token endpoint changes",
    apply: (d) => rename(d.paths["/OAuth/GetAccessToken"], "post", "put"),
    class: "breaking",
    why: "A client that was made from the old document sends its requests to the old path.",
    says: [/moved from POST \/OAuth\/GetAccessToken to PUT \/OAuth\/GetAccessToken/],
    client: "minor",
  },
  {
    edit: "an operation is called something else",
    apply: (d) => (product(d).operationId = "callProduct"),
    class: "compatible",
    why: "Nothing changes on the wire; the types of the spec package have this name.",
    says: [/^POST \/application\/path is called callProduct instead of postResource\.$/],
  },
  {
    edit: "the sandbox moves",
    apply: (d) => (d.servers[0].url = "https://sandbox.microbilt.com"),
    class: "breaking",
    why: "A client that was made from the old document sends its requests to the old host.",
    says: [/^The sandbox server moved from https:\/\/apitest\.microbilt\.com to https:\/\/sandbox\.microbilt\.com\.$/],
    client: "minor",
  },
  {
    edit: "a server is added",
    apply: (d) => d.servers.push({ url: "https://apidev.microbilt.com", "x-environment": "development" }),
    class: "compatible",
    why: "The other servers stay.",
    says: [/^There is a new server, development: https:\/\/apidev\.microbilt\.com\.$/],
    client: "minor",
  },
  {
    edit: "a server is removed",
    apply: (d) => d.servers.pop(),
    class: "breaking",
    why: "Programs that use it have no server any more.",
    says: [/^The production server https:\/\/api\.microbilt\.com was removed\.$/],
    client: "major",
  },
  {
    edit: "an environment is called something else",
    apply: (d) => (d.servers[0]["x-environment"] = "test"),
    class: "breaking",
    why: "Programs name the environment.",
    says: [/sandbox server .* was removed/, /new server, test/],
    client: "major",
  },
  {
    edit: "the servers are listed in another order",
    apply: (d) => d.servers.reverse(),
    class: undefined,
    why: "A server is chosen by its environment.",
    says: [],
  },
  {
    edit: "the security scheme is renamed",
    apply: (d) => {
      rename(d.components.securitySchemes, "oauth", "bearerAuth");
      product(d).security = [{ bearerAuth: [] }];
      d.paths["/application/path"].get.security = [{ bearerAuth: [] }];
    },
    class: "breaking",
    why: "The documents of products refer to it by its name.",
    says: [/^The security scheme oauth is called bearerAuth\.$/],
    client: "minor",
  },
  {
    edit: "a product needs another kind of authentication",
    apply: (d) => {
      product(d).security = [{ clientBasic: [] }];
    },
    class: "breaking",
    why: "Programs authenticate that way.",
    says: [/no longer accepts http bearer; it accepts http basic/],
  },
  {
    edit: "a product can be called without authentication",
    apply: (d) => {
      product(d).security = [{ oauth: [] }, {}];
    },
    class: "compatible",
    why: "The ways to authenticate that there were before stay.",
    says: [/also accepts no authentication/],
  },
];
