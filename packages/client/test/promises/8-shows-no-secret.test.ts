/** Promise 8: neither secret nor token appears in an error, a log, JSON or an event. */
import { assert, test } from "@microbilt-oauth/testing";
import type { ClientOptions, MicrobiltError } from "../../src/index.ts";
import { CLIENT_SECRET, rejection, scene } from "../support/client.ts";
import { grantWith, json } from "../support/scripted-server.ts";

/** All ways in which the secret could be written. */
const FORMS = [
  CLIENT_SECRET,
  encodeURIComponent(CLIENT_SECRET),
  String(new URLSearchParams({ "": CLIENT_SECRET })).slice(1),
  JSON.stringify(CLIENT_SECRET).slice(1, -1),
];

const ECHOES = FORMS.map((form) => `you sent ${form}`);

for (const [name, answer] of [
  ["in either shape", () => json(400, { ErrorCode: ECHOES[0], Error: ECHOES.join() })],
  ["as a fault", () => json(500, { fault: { faultstring: ECHOES.join(), detail: { errorcode: ECHOES[1] } } })],
  ["as RFC 6749 has it", () => json(401, { error: ECHOES[0], error_description: ECHOES.join() })],
  ["as a page", () => new Response(ECHOES.join(), { status: 502 })],
  ["instead of a token", () => json(200, { access_token: `${CLIENT_SECRET}\r\n`, status: "approved" })],
  ["in a network error", () => Object.assign(new TypeError(ECHOES.join()), { config: { body: CLIENT_SECRET } })],
  ["in an error's code", () => Object.assign(new Error("no"), { code: CLIENT_SECRET })],
] as const) {
  test(`a secret that comes back ${name} is in no error`, async () => {
    const { client, server, events } = scene({ retry: false });
    server.tokenAnswers.push(answer());
    const error = await rejection(client.getAccessToken());
    assertHidden(error, FORMS);
    assertHidden(events, FORMS);
  });
}

test("a token is in no error of a call", async () => {
  const { client, server, events } = scene();
  const token = await client.getAccessToken();
  server.callAnswers.push(Object.assign(new Error(`sent Bearer ${token}`), { request: { headers: token } }));
  const error = (await rejection(client.fetch("/a"))) as MicrobiltError;
  assert.equal(error.code, "network_error");
  assertHidden(error, [token]);
  assertHidden(events, [token]);
});

test("a token that cannot be sent is not in the error that says so", async () => {
  const { client, server } = scene();
  server.tokenAnswers.push(grantWith({ access_token: "evil\r\nX-Injected: 1" }));
  const error = await rejection(client.getAccessToken());
  assertHidden(error, ["evil", "Injected"]);
});

test("the client itself shows nothing", async () => {
  const { client } = scene();
  const token = await client.getAccessToken();
  assertHidden(client, [...FORMS, token]);
});

test("a function for the secret that throws the secret is not repeated", async () => {
  const { client } = scene({
    clientSecret: () => {
      throw new Error(CLIENT_SECRET);
    },
  });
  const error = await rejection(client.getAccessToken());
  assert.equal((error as MicrobiltError).code, "credentials_unavailable");
  assertHidden(error, FORMS);
});

test("options that are not usable are not repeated", () => {
  for (const options of [{ baseUrl: `https://id:${CLIENT_SECRET}@host` }, { flow: CLIENT_SECRET }, { timeout: -1 }]) {
    try {
      scene(options as unknown as ClientOptions);
      assert.fail("It was taken.");
    } catch (error) {
      assertHidden(error, FORMS);
    }
  }
});

test("the secret goes into the body, never into an address or a header", async () => {
  for (const flow of ["json", "form"] as const) {
    const { client, server } = scene({ flow });
    await client.getAccessToken();
    const [request] = server.tokenRequests;
    assertHidden([request?.url.href, ...(request?.headers ?? [])], FORMS);
  }
});

test("the secret arrives whole in both flows", async () => {
  const { client: json, server: jsonServer } = scene();
  await json.getAccessToken();
  assert.equal(JSON.parse(jsonServer.tokenRequests[0]?.body ?? "").client_secret, CLIENT_SECRET);
  const { client: form, server: formServer } = scene({ flow: "form" });
  await form.getAccessToken();
  assert.equal(new URLSearchParams(formServer.tokenRequests[0]?.body).get("client_secret"), CLIENT_SECRET);
});

/** Looks at everything a value shows: own properties of all kinds, stacks, causes. */
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
