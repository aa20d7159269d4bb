/** A failure says what failed, where it is read: in its message, its causes, logs and monitoring. */
import { errorCodes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { MicrobiltError } from "../../src/index.ts";
import { fault, invalidClient, json } from "../support/scripted-server.ts";
import { rejection, setup } from "../support/setup.ts";

const URL_OF_TOKENS = `https://api.example${tokenEndpoint.path}`;

// Errors of the network

async function networkFailure(error: unknown, clientSecret = "a-secret-of-a-test"): Promise<MicrobiltError> {
  const { client } = setup({ retry: false, clientSecret, fetch: () => Promise.reject(error) });
  return (await rejection(client.getAccessToken())) as MicrobiltError;
}

for (const [name, error, reason, code] of [
  [
    "a refused connection",
    new TypeError("fetch failed", { cause: withCode("connect ECONNREFUSED 127.0.0.1:4", "ECONNREFUSED") }),
    "fetch failed: connect ECONNREFUSED 127.0.0.1:4",
    "ECONNREFUSED",
  ],
  [
    "a refused connection to each address of a host",
    new TypeError("fetch failed", {
      cause: Object.assign(new AggregateError([withCode("connect ECONNREFUSED ::1:4", "ECONNREFUSED")]), {
        code: "ECONNREFUSED",
      }),
    }),
    "fetch failed: connect ECONNREFUSED ::1:4",
    "ECONNREFUSED",
  ],
  [
    "a code that the message does not have",
    new TypeError("fetch failed", { cause: withCode("other side closed", "UND_ERR_SOCKET") }),
    "fetch failed: other side closed: UND_ERR_SOCKET",
    "UND_ERR_SOCKET",
  ],
  ["a cause without a message", new TypeError("fetch failed", { cause: { code: "E" } }), "fetch failed: E", "E"],
  [
    "the third cause",
    new Error("a", { cause: new Error("b", { cause: new Error("c", { cause: new Error("d") }) }) }),
    "a: b: c: d",
    undefined,
  ],
  ["a string", "no handler for this request", "no handler for this request", undefined],
] as const) {
  test(`the message and the causes of a network error have the reason: ${name}`, async () => {
    const failure = await networkFailure(error);
    assert.equal(failure.code, "network_error");
    assert.equal(failure.message, `Token request to ${URL_OF_TOKENS} failed: network_error: ${reason}`);
    assert.equal((failure.cause as { code?: unknown }).code, code);
    const messages = causesOf(failure).map(({ message }) => message);
    assert.isTrue(messages.every((message) => failure.message.includes(message)));
    assert.include(reason, messages.at(-1) ?? "none");
  });
}

test("a chain of causes that is a circle ends", async () => {
  const error = new Error("a");
  error.cause = error;
  assert.lengthOf(causesOf(await networkFailure(error)), 4);
});

test("the error of a product call names the origin, and neither path nor query", async () => {
  const { client, server } = setup();
  server.callResponses.push(new TypeError("fetch failed", { cause: new Error("reset") }));
  const error = await rejection(client.fetch("/people/000-00-0000?ssn=000"));
  assert.equal((error as Error).message, "Request to https://api.example failed: network_error: fetch failed: reset");
});

test("a secret in the third cause is not shown, and what surrounds it is", async () => {
  const secret = "s3cret+/=";
  const nock = `no match for ${JSON.stringify({ body: JSON.stringify({ client_secret: secret }) })} ${btoa(secret)}`;
  const cause = new Error("second", { cause: Object.assign(new Error(nock), { request: secret }) });
  const error = await networkFailure(new TypeError("fetch failed", { cause }), secret);
  assert.include(error.message, "no match for");
  assert.include(error.message, "client_secret");
  for (const text of [secret, btoa(secret), "s3cret"]) {
    assert.notInclude(membersOf(error), text);
  }
});

// Logs

for (const [name, fail, shown] of [
  [
    "rejected credentials",
    async () => {
      const { client, server } = setup();
      server.tokenResponses.push(invalidClient());
      return rejection(client.getAccessToken());
    },
    ["invalid_client", "401", "ClientId is Invalid"],
  ],
  [
    "a network error",
    () => networkFailure(new TypeError("fetch failed", { cause: withCode("refused", "ECONNREFUSED") })),
    ["network_error", "refused", "ECONNREFUSED", "https://api.example"],
  ],
] as const) {
  for (const [serializer, serialize] of [
    ["JSON.stringify", (error: unknown) => JSON.stringify({ error })],
    ["structuredClone", (error: unknown) => String(structuredClone(error))],
    ["String", (error: unknown) => String(error)],
    [
      "a serializer of own members",
      (error: unknown) => JSON.stringify({ ...Object(error), message: (error as Error).message }),
    ],
  ] as const) {
    test(`${serializer} shows ${name}`, async () => {
      const output = serialize(await fail());
      for (const text of shown) {
        assert.include(output, text);
      }
    });
  }
}

test("toJSON returns every member except the cause and the stack", () => {
  const details = { status: 401, server: { code: "a" }, retryAfter: 1, cause: new Error("no") };
  const error = new MicrobiltError("invalid_client", "wrong", details);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), {
    name: "MicrobiltError",
    code: "invalid_client",
    message: "wrong",
    status: 401,
    server: { code: "a" },
    retryAfter: 1,
  });
});

// Messages of the server

for (const [status, secret, body] of [
  [400, "client", { ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" }],
  [500, "invalid_client", { ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" }],
  [500, "Client", { fault: { faultstring: "no", detail: { errorcode: errorCodes.newCredentials[1] } } }],
] as const) {
  test(`a secret that is part of a code hides nothing from the client (${status}, ${secret})`, async () => {
    const { client, server } = setup({ clientSecret: secret });
    server.tokenResponses.push(json(status, body));
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.code, "invalid_client");
    assert.lengthOf(server.tokenRequests, 1);
  });
}

for (const [secret, text, shown] of [
  ["a", "Required param : grant_type", "Required param : grant_type"],
  ["client", "invalid_client", "invalid_client"],
  ["client", "the client client", "the [redacted] [redacted]"],
  ["redacted", "redacted [redacted]", "[redacted] [[redacted]]"],
  ["abcdefgh", "xabcdefghx", "x[redacted]x"],
  ["s3cret+&=%", encodeURIComponent(encodeURIComponent("s3cret+&=%")), "[redacted]"],
  ["s3cret+&=%", encodeURIComponent("s3cret+&=%").toLowerCase(), "[redacted]"],
  ['pass "word" é\\', JSON.stringify(JSON.stringify('pass "word" é\\')).slice(3, -3), "[redacted]"],
  ['pass "word" é\\', "pass+%22word%22+%c3%a9%5C", "[redacted]"],
  ['pass "word" é\\', 'pass \\"word\\" \\u00e9\\\\', "[redacted]"],
  ["pass phrase é", "cGFzcyBwaHJhc2Ugw6k=", "[redacted]="],
  ["??>>~~secret", "Pz8+Pn5+c2VjcmV0 Pz8-Pn5-c2VjcmV0", "[redacted] [redacted]"],
  ["pass😀word", `pass\\ud83d\\ude00word ${encodeURIComponent("pass😀word")}`, "[redacted] [redacted]"],
  ["acme-secret", "100%acme-secret", "100%[redacted]"],
  ["a.*(b+)[c]{2}$^|d", "a.*(b+)[c]{2}$^|d abbc", "[redacted] abbc"],
  ["abc%41\\d%", "abc%41\\d% abc%2541%5cd%25", "[redacted] [redacted]"],
] as const) {
  test(`with the secret ${secret}, the server's ${text} is shown as ${shown}`, async () => {
    const { client, server } = setup({ clientSecret: secret });
    server.tokenResponses.push(json(400, { ErrorCode: "invalid_request", Error: text }));
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.server?.message, shown);
  });
}

for (const [status, create] of [
  [401, () => fault(401, errorCodes.newToken[0])],
  [401, () => fault(401, "oauth.v2.FailedToResolveAPIKey")],
  [404, () => new Response("no", { status: 404 })],
] as const) {
  test(`a gateway that has no token endpoint at this address (${status}) is not invalid_client`, async () => {
    const { client, server } = setup();
    server.tokenResponses.push(create());
    const error = (await rejection(client.getAccessToken())) as MicrobiltError;
    assert.equal(error.code, "token_request_refused");
    assert.include(error.message, `There is no token endpoint at ${URL_OF_TOKENS}; check baseUrl`);
  });
}

test("a 401 fault about the credentials is invalid_client", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(fault(401, errorCodes.newCredentials[1]));
  assert.equal(((await rejection(client.getAccessToken())) as MicrobiltError).code, "invalid_client");
});

test("the message of a mock's own error response is shown", async () => {
  const { client, server } = setup({ retry: false });
  server.tokenResponses.push(json(501, { code: "ERR_NOCK_NO_MATCH", message: "Nock: No match for request" }));
  assert.include(((await rejection(client.getAccessToken())) as Error).message, "Nock: No match for request");
});

function withCode(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

function causesOf(error: unknown): Error[] {
  const { cause } = error as Error;
  return cause === undefined ? [] : [cause as Error, ...causesOf(cause)];
}

/** Returns every member of an error and of its causes, those that are not enumerable included. */
function membersOf(error: unknown): string {
  const members = [error, ...causesOf(error)].flatMap((one) =>
    Reflect.ownKeys(one as Error).map((key) => Reflect.get(one as Error, key)),
  );
  return members.map(String).join() + JSON.stringify(error);
}
