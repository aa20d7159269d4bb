/** The message of a failure says what to do about it. */
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { type ClientOptions, createClient, MicrobiltError } from "../../src/index.ts";
import { json } from "../support/scripted-server.ts";
import { rejection, setup } from "../support/setup.ts";

for (const [name, createResponse, end] of [
  ["a redirect", () => new Response(null, { status: 302 }), ". Check baseUrl"],
  [
    "a refusal without a reason",
    () => new Response("<html>", { status: 403 }),
    "a proxy or a firewall may have sent it",
  ],
  ["a refusal with a reason", () => json(400, { ErrorCode: "invalid_request", Error: "No" }), ": invalid_request, No"],
] as const) {
  test(`the message of ${name} ends with "${end}"`, async () => {
    const { client, server } = setup({ retry: false });
    server.tokenResponses.push(createResponse());
    const { message } = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.isTrue(message.endsWith(end), message);
  });
}

test("the message of a timeout says that it was the token request", async () => {
  const { client, clock } = setup({ retry: false, timeout: 100, fetch: () => new Promise(() => {}) });
  const failure = rejection(client.fetch("/a"));
  await clock.advance(100);
  assert.equal(
    ((await failure) as MicrobiltError).message,
    `Token request to https://api.example${tokenEndpoint.path} failed: timeout: no response arrived within 100 ms`,
  );
});

test("the message of a redirected call says what to do", async () => {
  const { client, server } = setup();
  server.callResponses.push(new Response(null, { status: 302 }));
  assert.equal(
    ((await rejection(client.fetch("/a"))) as MicrobiltError).message,
    'Request to https://api.example failed: redirected (status 302). Check the path, or pass redirect: "manual"',
  );
});

for (const input of [undefined, null, "https://["]) {
  test(`a call to ${input} is an invalid argument`, async () => {
    const { client, server } = setup();
    const error = (await rejection(client.fetch(input as string))) as MicrobiltError;
    assert.equal(error.code, "invalid_argument");
    assert.include(error.message, "The URL must be a path");
    assert.lengthOf(server.tokenRequests, 0);
  });
}

for (const options of [undefined, null, "a-secret"]) {
  test(`createClient(${JSON.stringify(options)}) says that it needs an object`, () => {
    assert.throws(
      () => createClient(options as unknown as ClientOptions),
      MicrobiltError,
      /^The options must be an object; got (?:undefined|null|string)$/,
    );
  });
}

test("the pause after rejected credentials is a whole number of ms", async () => {
  const { client, server, clock } = setup();
  server.tokenResponses.push(json(401, {}));
  await rejection(client.getAccessToken());
  await clock.advance(0.5);
  assert.equal(((await rejection(client.getAccessToken())) as MicrobiltError).retryAfter, 1000);
});
