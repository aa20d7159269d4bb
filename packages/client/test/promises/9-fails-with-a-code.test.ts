/** Promise 9: every failure is a MicrobiltError with a stable code, a cause, and what the server said. */
import { assert, test } from "@microbilt-oauth/testing";
import { type ClientOptions, createClient, MicrobiltError } from "../../src/index.ts";
import { codeOf, rejection, scene } from "../support/client.ts";
import { fault, grantWith, json } from "../support/scripted-server.ts";

for (const [name, answer, code] of [
  ["a page with 200", () => new Response("<html>sign in</html>"), "response_not_json"],
  ["nothing with 200", () => new Response(""), "response_not_json"],
  ["a JSON text", () => json(200, "token"), "response_not_json"],
  ["null", () => json(200, null), "response_not_json"],
  ["JSON cut short", () => new Response('{"access_token":"abc'), "response_not_json"],
  ["ten megabytes", () => new Response("x".repeat(10_000_000)), "response_too_large"],
  ["no access token", () => grantWith({ access_token: undefined }), "access_token_missing"],
  ["an empty access token", () => grantWith({ access_token: "" }), "access_token_missing"],
  ["a number for an access token", () => grantWith({ access_token: 1 }), "access_token_missing"],
  ["an access token with a line break", () => grantWith({ access_token: "a\nb" }), "access_token_malformed"],
  ["an access token with a space", () => grantWith({ access_token: "a b" }), "access_token_malformed"],
  ["an access token beyond ASCII", () => grantWith({ access_token: "tökén" }), "access_token_malformed"],
  ["a status that is not approved", () => grantWith({ status: "denied" }), "token_not_approved"],
  ["another type of token", () => grantWith({ token_type: "mac" }), "token_type_unsupported"],
  ["400", () => json(400, {}), "token_request_refused"],
  ["404", () => new Response("no", { status: 404 }), "token_request_refused"],
] as const) {
  test(`${name} from the token endpoint is ${code}`, async () => {
    const { client, server } = scene();
    server.tokenAnswers.push(answer());
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
  test(`an answer with ${JSON.stringify(Object.entries(members))} is taken`, async () => {
    const { client, server } = scene();
    server.members = members;
    assert.isString(await client.getAccessToken());
  });
}

test("what the server said is in the error, in whichever shape it said it", async () => {
  for (const [body, code, message] of [
    [{ ErrorCode: "invalid_request", Error: "Required param" }, "invalid_request", "Required param"],
    [{ fault: { faultstring: "Bad", detail: { errorcode: "a.b" } } }, "a.b", "Bad"],
    [{ error: "invalid_scope", error_description: "No" }, "invalid_scope", "No"],
  ] as const) {
    const { client, server } = scene();
    server.tokenAnswers.push(json(400, body));
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.deepEqual(error.server, { code, message });
    assert.equal(error.status, 400);
    assert.include(error.message, `${code}, ${message}`);
  }
});

test("a network error has a cause that says more", async () => {
  const { client, server } = scene({ retry: false });
  server.tokenAnswers.push(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }));
  const error = (await rejection(client.getAccessToken())) as MicrobiltError;
  assert.equal(error.code, "network_error");
  assert.deepInclude(error.cause, { name: "TypeError", code: "ECONNREFUSED" });
});

test("the answer to a failed call is no error: the caller gets it", async () => {
  const { client, server } = scene();
  server.callAnswers.push(json(422, { problem: true }));
  assert.deepEqual(await (await client.fetch("/a")).json(), { problem: true });
});

test("a GET with a body says what to do instead", async () => {
  const { client } = scene();
  for (const init of [{ body: "{}" }, { method: "GET", body: "{}" }, { method: "head", body: "{}" }]) {
    const error = (await rejection(client.fetch("/a", init))) as MicrobiltError;
    assert.equal(error.code, "invalid_argument");
    assert.include(error.message, "use POST");
  }
});

test("credentials that a function does not give are an error of their own", async () => {
  for (const clientSecret of [() => "", async () => undefined as unknown as string]) {
    const { client, server } = scene({ clientSecret });
    assert.equal(await codeOf(client.getAccessToken()), "credentials_unavailable");
    assert.lengthOf(server.tokenRequests, 0);
  }
});

test("a function that never gives the secret is not waited for for ever", async () => {
  const { client, clock } = scene({ timeout: 1_000, clientSecret: () => new Promise(() => {}) });
  const code = codeOf(client.getAccessToken());
  await clock.pass(1_000);
  assert.equal(await code, "credentials_unavailable");
});

test("a call whose token was refused fails with the reason why there is no other", async () => {
  const { client, server } = scene({ retry: false });
  server.callAnswers.push(fault(401));
  await client.getAccessToken();
  server.tokenAnswers.push(json(503, {}));
  assert.equal(await codeOf(client.fetch("/a")), "server_error");
});

for (const [options, message] of [
  [{}, /environment must be "sandbox" or "production"; otherwise pass baseUrl/],
  [{ environment: "production", baseUrl: "https://host" }, /environment/],
  [{ environment: "staging" }, /environment must be "sandbox" or "production"; otherwise pass baseUrl/],
  [{ environment: "toString" }, /environment/],
  [{ baseUrl: "host" }, /https:\/\/host/],
  [{ baseUrl: "https://host/?a=1" }, /without user, query or fragment/],
  [{ environment: "sandbox", clientId: "" }, /clientId/],
  [{ environment: "sandbox", clientSecret: undefined }, /clientSecret/],
  [{ environment: "sandbox", flow: "xml" }, /json/],
  [{ environment: "sandbox", timeout: Number.NaN }, /timeout/],
  [{ environment: "sandbox", refreshAhead: -1 }, /refreshAhead/],
  [{ environment: "sandbox", retry: { attempts: 0 } }, /retry: false/],
  [{ environment: "sandbox", store: {} }, /Keyv/],
] as const) {
  test(`the options ${JSON.stringify(options)} are refused at the door`, () => {
    const given = { clientId: "a", clientSecret: "b", ...options } as unknown as ClientOptions;
    assert.throws(() => createClient(given), MicrobiltError, message);
  });
}

test("a listener that throws disturbs nothing", async () => {
  const { client } = scene({
    onEvent: () => {
      throw new Error("no");
    },
  });
  assert.equal((await client.fetch("/a")).status, 200);
});
