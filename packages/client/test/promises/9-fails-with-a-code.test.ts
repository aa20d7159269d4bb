/** Promise 9: every failure is a MicrobiltError with a stable code, a cause, and what the server said. */
import { assert, test } from "@microbilt-oauth/testing";
import { MicrobiltError } from "../../src/index.ts";
import { fault, json, tokenResponse } from "../support/scripted-server.ts";
import { codeOf, rejection, setup } from "../support/setup.ts";

for (const [name, create, code] of [
  ["an HTML page with 200", () => new Response("<html>sign in</html>"), "response_not_json"],
  ["an empty body with 200", () => new Response(""), "response_not_json"],
  ["no body with 200", () => new Response(null), "response_not_json"],
  ["a JSON string", () => json(200, "token"), "response_not_json"],
  ["null", () => json(200, null), "response_not_json"],
  ["truncated JSON", () => new Response('{"access_token":"abc'), "response_not_json"],
  ["ten megabytes", () => new Response("x".repeat(10_000_000)), "response_too_large"],
  ["no access token", () => tokenResponse({ access_token: undefined }), "access_token_missing"],
  ["an empty access token", () => tokenResponse({ access_token: "" }), "access_token_missing"],
  ["a number as the access token", () => tokenResponse({ access_token: 1 }), "access_token_missing"],
  ["an access token with a line break", () => tokenResponse({ access_token: "a\nb" }), "access_token_malformed"],
  ["an access token with a space", () => tokenResponse({ access_token: "a b" }), "access_token_malformed"],
  ["an access token that is not ASCII", () => tokenResponse({ access_token: "tökén" }), "access_token_malformed"],
  ["a status other than approved", () => tokenResponse({ status: "denied" }), "token_not_approved"],
  ["null as the status", () => tokenResponse({ status: null }), "token_not_approved"],
  ["an array as the status", () => tokenResponse({ status: ["approved"] }), "token_not_approved"],
  ["another token_type", () => tokenResponse({ token_type: "mac" }), "token_type_unsupported"],
  ["null as the token_type", () => tokenResponse({ token_type: null }), "token_type_unsupported"],
  ["400", () => json(400, {}), "token_request_refused"],
  ["404", () => new Response("no", { status: 404 }), "token_request_refused"],
] as const) {
  test(`${name} from the token endpoint fails with ${code}`, async () => {
    const { client, server } = setup();
    server.tokenResponses.push(create());
    const error = await rejection(client.getAccessToken());
    assert.instanceOf(error, MicrobiltError);
    assert.equal((error as MicrobiltError).code, code);
    assert.lengthOf(server.tokenRequests, 1);
  });
}

for (const members of [
  { token_type: "Bearer" },
  { token_type: "bearertoken" },
  { token_type: undefined },
  { status: undefined },
]) {
  test(`a token response with ${JSON.stringify(Object.entries(members))} is accepted`, async () => {
    const { client, server } = setup();
    server.members = members;
    assert.isString(await client.getAccessToken());
  });
}

test("the error contains what the server said, in each of the three shapes", async () => {
  for (const [body, code, message] of [
    [{ ErrorCode: "invalid_request", Error: "Required param" }, "invalid_request", "Required param"],
    [{ fault: { faultstring: "Bad", detail: { errorcode: "a.b" } } }, "a.b", "Bad"],
    [{ error: "invalid_scope", error_description: "No" }, "invalid_scope", "No"],
  ] as const) {
    const { client, server } = setup();
    server.tokenResponses.push(json(400, body));
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.deepEqual(error.server, { code, message });
    assert.equal(error.status, 400);
    assert.include(error.message, `${code}, ${message}`);
  }
});

for (const body of [{}, [], { ErrorCode: 1, Error: {} }, { fault: null }, { fault: { detail: null } }]) {
  test(`the error has no server message for ${JSON.stringify(body)}`, async () => {
    const { client, server } = setup();
    server.tokenResponses.push(json(400, body));
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.code, "token_request_refused");
    assert.isUndefined(error.server);
  });
}

test("an error response to a product call is not an error: the caller gets it", async () => {
  const { client, server } = setup();
  server.callResponses.push(json(422, { problem: true }));
  assert.deepEqual(await (await client.fetch("/a")).json(), { problem: true });
});

test("a GET or HEAD request with a body fails with a message that says what to do", async () => {
  const { client } = setup();
  for (const init of [{ body: "{}" }, { method: "GET", body: "{}" }, { method: "head", body: "{}" }]) {
    const error = (await rejection(client.fetch("/a", init))) as MicrobiltError;
    assert.equal(error.code, "invalid_argument");
    assert.include(error.message, "use POST");
  }
});

for (const [name, clientSecret, message] of [
  [
    "returns an empty string",
    () => "",
    'must return a string that is not empty, has no control characters, and no white space at its ends; got "". An environment variable is probably unset',
  ],
  [
    "returns nothing",
    async () => undefined,
    "must return a string that is not empty, has no control characters, and no white space at its ends; got undefined. An environment variable is probably unset",
  ],
  [
    "returns an object",
    () => ({ SecretString: "a" }),
    "must return a string that is not empty, has no control characters, and no white space at its ends; got object",
  ],
  [
    "returns a number",
    () => 1234567890,
    "must return a string that is not empty, has no control characters, and no white space at its ends; got number",
  ],
  ["throws an error", throwing(new Error("down")), "threw Error"],
  [
    "throws an error with a name and a code",
    throwing(Object.assign(new Error("down"), { name: "VaultError", code: "VAULT_DOWN" })),
    "threw VaultError VAULT_DOWN",
  ],
  [
    "throws the error of a fetch",
    throwing(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } })),
    "threw TypeError ECONNREFUSED",
  ],
  ["throws a string", throwing("no"), "threw a value of type string"],
  ["throws nothing", throwing(undefined), "threw a value of type undefined"],
] as const) {
  test(`a credential function that ${name} fails with a message that says so`, async () => {
    const { client, server } = setup({ clientSecret: clientSecret as () => string });
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.code, "credentials_unavailable");
    assert.equal(error.message, `clientSecret() ${message}`);
    assert.lengthOf(server.tokenRequests, 0);
  });
}

for (const secret of ["secret\n", " secret", "se\u0000cret"]) {
  test(`a credential function that returns ${JSON.stringify(secret)} fails before anything is sent`, async () => {
    const { client, server } = setup({ clientSecret: () => secret });
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.code, "credentials_unavailable");
    assert.include(error.message, "white space");
    assert.lengthOf(server.tokenRequests, 0);
  });
}

test("a credential function that never returns fails after the timeout", async () => {
  const { client, clock } = setup({ timeout: 1_000, clientId: () => new Promise(() => {}) });
  const failed = rejection(client.getAccessToken());
  await clock.advance(1_000);
  const error = (await failed) as MicrobiltError;
  assert.equal(error.code, "credentials_unavailable");
  assert.equal(error.message, "clientId() must return within 1000 ms; it did not");
});

test("a credential function is called without arguments", async () => {
  let given: unknown[] = [];
  const { client } = setup({
    clientSecret: (...args: unknown[]) => {
      given = args;
      return "secret";
    },
  });
  await client.getAccessToken();
  assert.isEmpty(given);
});

test("a call whose token was rejected fails with the error of the next token request", async () => {
  const { client, server } = setup({ retry: false });
  server.callResponses.push(fault(401));
  await client.getAccessToken();
  server.tokenResponses.push(json(503, {}));
  assert.equal(await codeOf(client.fetch("/a")), "server_error");
});

test("a listener that throws affects nothing", async () => {
  const { client } = setup({
    onEvent: () => {
      throw new Error("no");
    },
  });
  assert.equal((await client.fetch("/a")).status, 200);
});

function throwing(value: unknown): () => Promise<string> {
  return () => Promise.reject(value);
}
