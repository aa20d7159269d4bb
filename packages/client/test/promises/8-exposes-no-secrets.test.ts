/** Promise 8: neither the client secret nor an access token appears in an error, a log, JSON or an event. */
import { assert, test } from "@microbilt-oauth/testing";
import type { ClientOptions, MicrobiltError } from "../../src/index.ts";
import { json, tokenResponse } from "../support/scripted-server.ts";
import { CLIENT_SECRET, rejection, setup } from "../support/setup.ts";

/** The secret in every encoding in which a server could return it. */
const ENCODINGS = [
  CLIENT_SECRET,
  encodeURIComponent(CLIENT_SECRET),
  String(new URLSearchParams({ "": CLIENT_SECRET })).slice(1),
  JSON.stringify(CLIENT_SECRET).slice(1, -1),
];

const ECHOES = ENCODINGS.map((encoding) => `you sent ${encoding}`);

for (const [name, create] of [
  ["in a token error", () => json(400, { ErrorCode: ECHOES[0], Error: ECHOES.join() })],
  ["in a fault", () => json(500, { fault: { faultstring: ECHOES.join(), detail: { errorcode: ECHOES[1] } } })],
  ["in an error of RFC 6749", () => json(401, { error: ECHOES[0], error_description: ECHOES.join() })],
  ["in an HTML page", () => new Response(ECHOES.join(), { status: 502 })],
  ["as the access token", () => json(200, { access_token: `${CLIENT_SECRET}\r\n`, status: "approved" })],
  ["in a network error", () => Object.assign(new TypeError(ECHOES.join()), { config: { body: CLIENT_SECRET } })],
  ["in the code of a network error", () => Object.assign(new Error("no"), { code: CLIENT_SECRET })],
  ["in the name of a network error", () => Object.assign(new Error("no"), { name: CLIENT_SECRET })],
] as const) {
  test(`no error or event contains a secret that comes back ${name}`, async () => {
    const { client, server, events } = setup({ retry: false });
    server.tokenResponses.push(create());
    const error = await rejection(client.getAccessToken());
    assertHidden(error, ENCODINGS);
    assert.isNotEmpty(events);
    assertHidden(events, ENCODINGS);
  });
}

test("the error of a product call does not contain the access token", async () => {
  const { client, server, events } = setup();
  const token = await client.getAccessToken();
  server.callResponses.push(Object.assign(new Error(`sent Bearer ${token}`), { request: { headers: token } }));
  const error = (await rejection(client.fetch("/a"))) as MicrobiltError;
  assert.equal(error.code, "network_error");
  assertHidden(error, [token]);
  assertHidden(events, [token]);
});

test("the error of a product call does not contain a long access token, in any encoding", async () => {
  const { client, server } = setup();
  const token = "a/b+c.d-e_".repeat(400);
  server.members = { access_token: token };
  server.callResponses.push(new Error(`sent ${token} and ${encodeURIComponent(token)}`));
  const error = (await rejection(client.fetch("/a"))) as MicrobiltError;
  assert.equal(error.code, "network_error");
  assert.include(error.message, "sent [redacted] and [redacted]");
  assertHidden(error, [token, encodeURIComponent(token)]);
});

for (const [name, clientSecret, text] of [
  ["backslashes, for a secret with backslashes", `a${"\\".repeat(8)}secret`, `a${"\\".repeat(500)}`],
  ["backslashes", CLIENT_SECRET, "\\".repeat(100_000)],
  ["encoded backslashes", CLIENT_SECRET, "%255c".repeat(20_000)],
  ["percent signs", CLIENT_SECRET, `%${"25".repeat(50_000)}`],
] as const) {
  test(`redacting takes little time with many ${name}`, async () => {
    const { client, server } = setup({ clientSecret, retry: false });
    server.tokenResponses.push(new Error(text));
    const start = performance.now();
    await rejection(client.getAccessToken());
    assert.isBelow(performance.now() - start, 2_000);
  });
}

test("the error of a replayed call contains neither of its access tokens", async () => {
  const { client, server } = setup();
  const first = await client.getAccessToken();
  server.callResponses.push(new Response(null, { status: 401 }), () => {
    throw new Error(`sent ${first} and ${server.issued[1]}`);
  });
  const error = await rejection(client.fetch("/a"));
  assert.lengthOf(server.issued, 2);
  assertHidden(error, server.issued);
});

test("the error of a malformed access token does not contain it", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(tokenResponse({ access_token: "evil\r\nX-Injected: 1" }));
  const error = await rejection(client.getAccessToken());
  assertHidden(error, ["evil", "Injected"]);
});

test("the client object contains neither the secret nor the access token", async () => {
  const { client } = setup();
  const token = await client.getAccessToken();
  assertHidden(client, [...ENCODINGS, token]);
});

test("the error of a credential function that throws the secret does not contain it", async () => {
  const { client } = setup({
    clientSecret: () => {
      throw new Error(CLIENT_SECRET);
    },
  });
  const error = await rejection(client.getAccessToken());
  assert.equal((error as MicrobiltError).code, "credentials_unavailable");
  assertHidden(error, ENCODINGS);
});

for (const [name, options] of [
  ["baseUrl", { baseUrl: `https://id:${CLIENT_SECRET}@host` }],
  ["environment", { baseUrl: undefined, environment: CLIENT_SECRET }],
  ["flow", { flow: CLIENT_SECRET }],
  ["timeout", { timeout: CLIENT_SECRET }],
  ["store", { store: CLIENT_SECRET }],
] as const) {
  test(`the error of an invalid ${name} does not contain the value`, async () => {
    const create = async () => setup(options as unknown as ClientOptions);
    const error = (await rejection(create())) as MicrobiltError;
    assert.equal(error.code, "invalid_argument");
    assertHidden(error, ENCODINGS);
  });
}

for (const flow of ["json", "form"] as const) {
  test(`the ${flow} flow sends the secret in the body, never in the URL or a header`, async () => {
    const { client, server } = setup({ flow });
    await client.getAccessToken();
    const [request] = server.tokenRequests;
    assert.isDefined(request);
    assertHidden([request?.url.href, ...(request?.headers ?? [])], ENCODINGS);
  });
}

test("both flows send the secret unchanged", async () => {
  const { client: json, server: jsonServer } = setup();
  await json.getAccessToken();
  assert.equal(JSON.parse(jsonServer.tokenRequests[0]?.body ?? "").client_secret, CLIENT_SECRET);
  const { client: form, server: formServer } = setup({ flow: "form" });
  await form.getAccessToken();
  assert.equal(new URLSearchParams(formServer.tokenRequests[0]?.body).get("client_secret"), CLIENT_SECRET);
});

/** Inspects everything that a value shows: its own properties of all kinds, stacks and causes. */
function assertHidden(value: unknown, secrets: readonly string[]): void {
  const shown = everythingIn(value);
  for (const secret of secrets) {
    assert.notInclude(shown, secret);
  }
}

function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === "function") {
    return "";
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  if (seen.has(value)) {
    return "";
  }
  seen.add(value);
  const own = Reflect.ownKeys(value).map((key) => `${String(key)} ${everythingIn(Reflect.get(value, key), seen)}`);
  return [String(value), JSON.stringify(value), ...own].join("\n");
}
