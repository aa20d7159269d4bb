import type { ChangeClass } from "../../src/diff/spec-diff.ts";

/** A part of a document that a test changes. */
// biome-ignore lint/suspicious/noExplicitAny: the tests change any part of any document
export type Node = any;

/** An edit of the document, and how it must be classed. */
export interface Pair {
  /** What is edited. */
  readonly edit: string;
  apply(document: Node): void;
  /** Edits the older document, where the document as it is has no such place. */
  prepare?(document: Node): void;
  /** The gravest class of its changes; undefined if nothing has changed. */
  readonly class: ChangeClass | undefined;
  /** Why, in a sentence. */
  readonly why: string;
  /** What the sentences say, in order. */
  readonly says: readonly RegExp[];
  /** The bump of the client, where it is not "none". */
  readonly client?: "major" | "minor" | "patch";
}

const schemas = (document: Node) => document.components.schemas;
const response = (document: Node) => schemas(document).TokenResponse;
const request = (document: Node) => schemas(document).JsonTokenRequest;
const form = (document: Node) => schemas(document).FormTokenRequest;
const token = (document: Node) => document.paths["/OAuth/GetAccessToken"].post;
const product = (document: Node) => document.paths["/application/path"].post;
const examples = (document: Node) => document.components.examples;

function rename(object: Node, name: string, other: string): void {
  object[other] = object[name];
  delete object[name];
}

function replaceItem(list: Node[], item: unknown, ...others: readonly unknown[]): void {
  list.splice(list.indexOf(item), 1, ...others);
}

const IGNORED = "A client ignores members that it does not know.";
const SENDS = "Programs send it.";
const READS = "Programs read it.";
const PROMISES = "The server promises more, which costs a client nothing.";
const TEXT = "Nothing changes on the wire.";

export const responsePairs: readonly Pair[] = [
  {
    edit: "an optional member is added to the token response",
    apply: (d) => (response(d).properties.scope = { type: "string", "x-source": "observation" }),
    class: "compatible",
    why: IGNORED,
    says: [/^TokenResponse has a new optional member, scope\.$/],
  },
  {
    edit: "a required member is added to the token response",
    apply: (d) => {
      response(d).properties.scope = { type: "string", "x-source": "documentation" };
      response(d).required.push("scope");
    },
    class: "compatible",
    why: IGNORED,
    says: [/new required member, scope/],
  },
  {
    edit: "a member is removed from the token response",
    apply: (d) => {
      delete response(d).properties.issued_at;
      replaceItem(response(d).required, "issued_at");
    },
    class: "breaking",
    why: READS,
    says: [/^TokenResponse no longer has the member issued_at\.$/],
    client: "minor",
  },
  {
    edit: "a member of the token response is renamed",
    apply: (d) => {
      rename(response(d).properties, "issued_at", "issued");
      replaceItem(response(d).required, "issued_at", "issued");
    },
    class: "breaking",
    why: READS,
    says: [/^issued_at of TokenResponse is called issued\.$/],
    client: "minor",
  },
  {
    edit: "a member of the token response is no longer required",
    apply: (d) => replaceItem(response(d).required, "issued_at"),
    class: "breaking",
    why: "Programs rely on it.",
    says: [/^issued_at of TokenResponse is no longer required\.$/],
    client: "minor",
  },
  {
    edit: "a member of a response becomes required",
    apply: (d) => schemas(d).MessageResponse.properties.MsgRsHdr.properties.Status.required.push("Severity"),
    class: "compatible",
    why: PROMISES,
    says: [/^Severity of Status of MsgRsHdr of MessageResponse is now required\.$/],
  },
  {
    edit: "the type of a member of the token response changes",
    apply: (d) => (response(d).properties.expires_in.type = "integer"),
    class: "breaking",
    why: "Programs read another kind of value.",
    says: [/^The type of expires_in of TokenResponse changed from string to integer\.$/],
    client: "minor",
  },
  {
    edit: "the type of a member of the token response is widened",
    apply: (d) => (response(d).properties.expires_in.type = ["string", "integer"]),
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/changed from string to string or integer/],
    client: "minor",
  },
  {
    edit: "the type of a member of a response is narrowed",
    apply: (d) =>
      (schemas(d).MessageResponse.properties.MsgRsHdr.properties.Status.properties.StatusCode.type = "integer"),
    class: "compatible",
    why: PROMISES,
    says: [/changed from integer or string to integer/],
  },
  {
    edit: "the pattern of a member of the token response is narrowed",
    apply: (d) => (response(d).properties.expires_in.pattern = "^[0-9]{1,5}$"),
    class: "compatible",
    why: PROMISES,
    says: [/^The pattern of expires_in of TokenResponse changed from \^\[0-9\]\+\$ to/],
  },
  {
    edit: "the pattern of a member of the token response is widened",
    apply: (d) => (response(d).properties.expires_in.pattern = "^[0-9]+s?$"),
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/^The pattern of expires_in/],
    client: "minor",
  },
  {
    edit: "the pattern of a member of the token response is removed",
    apply: (d) => delete response(d).properties.expires_in.pattern,
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/is no longer restricted to \^\[0-9\]\+\$/],
    client: "minor",
  },
  {
    edit: "the same pattern is written in another way",
    apply: (d) => (response(d).properties.expires_in.pattern = "^\\d+$"),
    class: undefined,
    why: "Both match the same strings.",
    says: [],
  },
  {
    edit: "an enumeration grows in the token response",
    apply: (d) => response(d).properties.status.enum.push("pending"),
    class: "compatible",
    why: "Programs treat a value that they do not know like any other.",
    says: [/^The enum of status of TokenResponse changed from approved to approved, pending\.$/],
    client: "minor",
  },
  {
    edit: "an enumeration shrinks in a response",
    apply: (d) => schemas(d).ReportResponse.properties.RESPONSE.properties.STATUS.properties.action.enum.pop(),
    class: "compatible",
    why: PROMISES,
    says: [/changed from RESEND, DONE to RESEND/],
  },
  {
    edit: "a value of an enumeration of the token response is replaced",
    apply: (d) => (response(d).properties.status.enum = ["granted"]),
    class: "breaking",
    why: "Programs compare it.",
    says: [/changed from approved to granted/],
    client: "minor",
  },
  {
    edit: "the unit of a member changes",
    apply: (d) => (response(d).properties.expires_in["x-unit"] = "ms"),
    class: "breaking",
    why: "Programs calculate with it, and no type shows the mistake.",
    says: [/^The unit of expires_in of TokenResponse changed from s to ms\.$/],
    client: "minor",
  },
  {
    edit: "a member of the gateway's errors is removed",
    apply: (d) => delete schemas(d).GatewayFault.properties.fault.properties.faultstring,
    class: "breaking",
    why: READS,
    says: [/no longer has the member faultstring/],
    client: "major",
  },
  {
    edit: "a member is added to the gateway's errors",
    apply: (d) =>
      (schemas(d).GatewayFault.properties.fault.properties.id = { type: "string", "x-source": "observation" }),
    class: "compatible",
    why: IGNORED,
    says: [/new optional member, id/],
    client: "minor",
  },
  {
    edit: "a third form of error is added",
    apply: (d) => {
      schemas(d).ThirdError = { type: "object", required: ["x"], properties: { x: { type: "string" } } };
      d.components.responses.InvalidClient.content["application/json"].schema.oneOf.push({
        $ref: "#/components/schemas/ThirdError",
      });
    },
    class: "breaking",
    why: "Programs do not expect it.",
    says: [/has another form, ThirdError/],
  },
  {
    edit: "a form of error goes",
    apply: (d) => d.components.responses.InvalidClient.content["application/json"].schema.oneOf.pop(),
    class: "compatible",
    why: "Programs need not handle it any more.",
    says: [/no longer has the form, GatewayFault/],
  },
  {
    edit: "another form of a product's response is described",
    apply: (d) =>
      d.components.responses.ApplicationData.content["application/json"].schema.anyOf.push({
        title: "Third",
        type: "object",
      }),
    class: "compatible",
    why: "A product's response could be any object before.",
    says: [/has another form, Third/],
  },
  {
    edit: "a member gets a limit in a response",
    apply: (d) => (response(d).properties.access_token.maxLength = 100),
    class: "compatible",
    why: PROMISES,
    says: [/^The maxLength of access_token of TokenResponse is now 100\.$/],
  },
  {
    edit: "a status is added to the token endpoint",
    apply: (d) => (token(d).responses["503"] = { description: "Busy.", "x-source": "rfc9110#15.6.4" }),
    class: "compatible",
    why: "A client treats a status that it does not know like the first of its class.",
    says: [/can respond with 503/],
  },
  {
    edit: "an error status is removed from a product",
    apply: (d) => {
      product(d).responses = { ...product(d).responses };
      delete product(d).responses["413"];
    },
    class: "compatible",
    why: "Programs need not handle it any more.",
    says: [/no longer responds with 413/],
  },
  {
    edit: "the successful status is replaced",
    apply: (d) => {
      product(d).responses = { ...product(d).responses };
      rename(product(d).responses, "200", "202");
    },
    class: "breaking",
    why: "Programs expect this response.",
    says: [/no longer responds with 200/, /can respond with 202/],
  },
  {
    edit: "a media type is added to a response",
    apply: (d) => {
      const { content } = d.components.responses.ApplicationData;
      content["application/xml"] = content["application/json"];
    },
    class: "compatible",
    why: "A client names the media types that it accepts.",
    says: [/^The response ApplicationData is also available as application\/xml\.$/],
  },
  {
    edit: "the media type of an error changes",
    apply: (d) =>
      rename(d.components.responses.InsufficientScope.content, "application/json", "application/problem+json"),
    class: "breaking",
    why: READS,
    says: [/no longer available as application\/json/, /also available as application\/problem\+json/],
  },
  {
    edit: "the items of an array of a response are no longer described",
    prepare: (d) => (response(d).properties.scopes = { type: "array", items: { type: "string" } }),
    apply: (d) => delete response(d).properties.scopes.items,
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/^The type of the items of scopes of TokenResponse is no longer restricted to string\.$/],
    client: "minor",
  },
  {
    edit: "a header of a response is removed",
    apply: (d) => delete d.components.responses.QuotaExceeded.headers,
    class: "breaking",
    why: READS,
    says: [/^The header Retry-After of the response QuotaExceeded was removed\.$/],
  },
  {
    edit: "a header of a response is added",
    apply: (d) => (d.components.responses.AccessToken.headers = { "X-Request": { schema: { type: "string" } } }),
    class: "compatible",
    why: "Programs ignore headers that they do not know.",
    says: [/^There is a new header, X-Request, in the response AccessToken\.$/],
  },
  {
    edit: "a header of a response becomes required",
    apply: (d) => (d.components.headers.RetryAfter.required = true),
    class: "compatible",
    why: PROMISES,
    says: [/^The header Retry-After of the response QuotaExceeded is now required\.$/],
  },
];

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

export const otherPairs: readonly Pair[] = [
  {
    edit: "an error code changes",
    apply: (d) => (examples(d).QuotaExceeded.value.fault.detail.errorcode = "policies.quota.Exceeded"),
    class: "breaking",
    why: "Programs compare it.",
    says: [
      /^The code of the error QuotaExceeded changed from policies\.ratelimit\.QuotaViolation to policies\.quota\.Exceeded\.$/,
    ],
  },
  {
    edit: "an error gets another remedy",
    apply: (d) => (examples(d).ProductNotAllowed["x-remedy"] = "new-credentials"),
    class: "compatible",
    why: "The client does this itself, so that no program must change.",
    says: [
      /^After keymanagement\.service\.InvalidAPICall.* reports that the credentials are wrong; before, it returns the error\.$/,
    ],
    client: "minor",
  },
  {
    edit: "an error is added",
    apply: (d) => {
      examples(d).Revoked = {
        "x-source": "observation",
        "x-remedy": "new-token",
        value: { fault: { faultstring: "Revoked", detail: { errorcode: "oauth.v2.Revoked" } } },
      };
    },
    class: "compatible",
    why: "A client treats an error that it does not know by its status.",
    says: [
      /^The error oauth\.v2\.Revoked \(Revoked\) is known: a client obtains a new token and sends the call again\.$/,
    ],
    client: "minor",
  },
  {
    edit: "the text of an error changes",
    apply: (d) => (examples(d).QuotaExceeded.value.fault.faultstring = "Too many requests"),
    class: "editorial",
    why: "Programs read the code, and people the text.",
    says: [/^The value of the example QuotaExceeded changed\.$/],
  },
  {
    edit: "the source of a member changes",
    apply: (d) => (response(d).properties.status["x-source"] = "observation"),
    class: "editorial",
    why: "Who says so changes nothing on the wire; it changes how strictly the suite checks it.",
    says: [/^The source of status of TokenResponse changed from documentation to observation\.$/],
  },
  {
    edit: "a description changes",
    apply: (d) => (response(d).properties.status.description = "The outcome of the token request."),
    class: "editorial",
    why: TEXT,
    says: [/^The description of status of TokenResponse changed\.$/],
  },
  {
    edit: "a summary changes",
    apply: (d) => (token(d).summary = "Get a token"),
    class: "editorial",
    why: TEXT,
    says: [/^The summary of POST \/OAuth\/GetAccessToken changed\.$/],
  },
  {
    edit: "the title of the document changes",
    apply: (d) => (d.info.title = "OAuth of MicroBilt"),
    class: "editorial",
    why: TEXT,
    says: [/^The title of the document changed\.$/],
  },
  {
    edit: "an example changes",
    apply: (d) => (examples(d).TokenResponse.value.expires_in = "1800"),
    class: "editorial",
    why: "It shows what is possible, and restricts nothing.",
    says: [/^The value of the example TokenResponse changed\.$/],
  },
  {
    edit: "white space in a description changes",
    apply: (d) => (d.info.description = d.info.description.replaceAll("\n", "\n ")),
    class: undefined,
    why: "White space means nothing.",
    says: [],
  },
  {
    edit: "the version of the document changes",
    apply: (d) => (d.info.version = "9.9.9"),
    class: undefined,
    why: "The version follows from the other changes.",
    says: [],
  },
  {
    edit: "a schema is moved into a component",
    apply: (d) => {
      schemas(d).Fault = schemas(d).GatewayFault.properties.fault;
      schemas(d).GatewayFault.properties.fault = { $ref: "#/components/schemas/Fault", "x-source": "observation" };
    },
    class: undefined,
    why: "A reference is the same as what it refers to.",
    says: [],
  },
  {
    edit: "the members of an object are listed in another order",
    apply: (d) => (response(d).properties = Object.fromEntries(Object.entries(response(d).properties).reverse())),
    class: undefined,
    why: "JSON objects have no order.",
    says: [],
  },
  {
    edit: "an extension is added that nobody knows",
    apply: (d) => (response(d).properties.status["x-rate"] = 5),
    class: "compatible",
    why: "No comparison knows what this means.",
    says: [/^x-rate of status of TokenResponse changed\.$/],
  },
  {
    edit: "an example is removed",
    apply: (d) => delete examples(d).MessageFailure,
    class: "editorial",
    why: "It shows what is possible, and restricts nothing.",
    says: [/^The example MessageFailure was removed\.$/],
  },
];
