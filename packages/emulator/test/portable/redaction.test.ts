import { assert, test } from "@microbilt-oauth/testing";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { callProduct, grantToken, ORIGIN } from "../support/requests.ts";

const JSON_HEADERS = { "content-type": "application/json" };
const ID = "an-application";
const LONG = 'a+long"/secret%41 é';
const SHORT = "secret";

/** Each puts a secret somewhere into a request. */
const PLACES: readonly (readonly [where: string, send: (emulator: Emulator, secret: string) => Promise<Response>])[] = [
  ["a segment of the path", ({ fetch }, secret) => fetch(`${ORIGIN}/a/${encodeURIComponent(secret)}/b`)],
  ["the query", ({ fetch }, secret) => fetch(`${ORIGIN}/a?b=${encodeURIComponent(secret)}`)],
  [
    "the query, encoded twice",
    ({ fetch }, secret) => fetch(`${ORIGIN}/a?b=${encodeURIComponent(encodeURIComponent(secret))}`),
  ],
  ["a header", ({ fetch }, secret) => fetch(`${ORIGIN}/a`, { headers: { "x-a": encodeURIComponent(secret) } })],
  [
    "a header, encoded three times",
    ({ fetch }, secret) =>
      fetch(`${ORIGIN}/a`, {
        headers: { "x-a": encodeURIComponent(encodeURIComponent(encodeURIComponent(secret))) },
      }),
  ],
  ["a cookie", ({ fetch }, secret) => fetch(`${ORIGIN}/a`, { headers: { cookie: `a=${encodeURIComponent(secret)}` } })],
  [
    "a body",
    ({ fetch }, secret) =>
      fetch(`${ORIGIN}/a`, { method: "POST", headers: JSON_HEADERS, body: JSON.stringify({ a: [{ b: secret }] }) }),
  ],
  ["a form", ({ fetch }, secret) => fetch(`${ORIGIN}/a`, { method: "POST", body: new URLSearchParams({ a: secret }) })],
  [
    "HTTP Basic",
    ({ fetch }, secret) => fetch(`${ORIGIN}/a`, { headers: { authorization: `Basic ${base64(`${ID}:${secret}`)}` } }),
  ],
  [
    "the Authorization header, without a scheme",
    ({ fetch }, secret) => fetch(`${ORIGIN}/a`, { headers: { authorization: encodeURIComponent(secret) } }),
  ],
];

for (const secret of [LONG, SHORT]) {
  for (const [where, send] of PLACES) {
    test(`the secret ${secret} is redacted in ${where}`, async () => {
      const emulator = createEmulator({ apps: [{ clientId: ID, clientSecret: secret }] });
      await send(emulator, secret);
      const log = JSON.stringify(emulator.requests.list());

      const encoded = encodeURIComponent(secret);
      const twice = encodeURIComponent(encoded);
      for (const form of [secret, encoded, twice, encodeURIComponent(twice), base64(`${ID}:${secret}`)]) {
        assert.notInclude(log, JSON.stringify(form).slice(1, -1));
      }
    });
  }
}

test("a long secret is redacted in JSON inside JSON, and as HTTP Basic without padding", async () => {
  const emulator = createEmulator({ apps: [{ clientId: ID, clientSecret: LONG }] });
  const padded = base64(`${ID}:${LONG}`);
  const body = JSON.stringify({ raw: JSON.stringify({ a: `"${LONG}"` }), auth: padded.replace(/=+$/, "") });
  await emulator.fetch(`${ORIGIN}/a`, { method: "POST", headers: JSON_HEADERS, body });

  assert.match(padded, /=$/);
  assert.deepEqual(emulator.requests.list()[0]?.body, { raw: '{"a":"\\"[redacted]\\""}', auth: "[redacted]" });
});

test("a long secret is redacted inside other text, and as HTTP Basic in any member", async () => {
  const emulator = createEmulator({ apps: [{ clientId: ID, clientSecret: LONG }] });
  const body = JSON.stringify({ note: `x${LONG}y`, [`name ${LONG}`]: 1, auth: `Basic ${base64(`${ID}:${LONG}`)}` });
  await emulator.fetch(`${ORIGIN}/a`, { method: "POST", headers: JSON_HEADERS, body });

  assert.deepEqual(emulator.requests.list()[0]?.body, {
    note: "x[redacted]y",
    "name [redacted]": 1,
    auth: "Basic [redacted]",
  });
});

test("a secret that HTTP Basic sends is redacted elsewhere in the request, even if it is unknown", async () => {
  const emulator = createEmulator();
  const headers = { authorization: `Basic ${base64("someone:an-unknown-secret")}`, "x-a": "an-unknown-secret" };
  await emulator.fetch(`${ORIGIN}/a?b=an-unknown-secret`, { headers });

  assert.notInclude(JSON.stringify(emulator.requests.list()), "unknown-secret");
});

test("a secret that is also a word is not redacted inside other text", async () => {
  const emulator = createEmulator({ apps: [{ clientId: ID, clientSecret: SHORT }] });
  emulator.products.script("/*", () => {
    throw new Error("no secret here");
  });
  const accessToken = emulator.tokens.issue(ID);
  const headers = { ...JSON_HEADERS, "x-secretary": "a secret agent" };
  const init = { method: "POST", headers, body: JSON.stringify({ secretary: "top secret" }) };
  await callProduct(emulator, accessToken, init, `${ORIGIN}/secrets/the-secret?q=secret+agent`);

  const [request] = emulator.requests.list();
  assert.deepInclude(request, {
    path: "/secrets/the-secret",
    query: { q: "secret agent" },
    body: { secretary: "top secret" },
    reason: "The script of /* failed: no secret here",
  });
  assert.equal(request?.headers["x-secretary"], "a secret agent");
});

test("secrets of products are redacted by the name of their member or header", async () => {
  const emulator = createEmulator({ apps: [{ clientId: ID, clientSecret: LONG }] });
  const accessToken = emulator.tokens.issue(ID);
  const body = {
    MsgRqHdr: { MemberId: "m", MemberPwd: "p1", UserName: "u" },
    password: ["p2"],
    userPassword: 3,
    newPasswd: "p4",
    clientSecret: "p5",
    apiKey: "p6",
    Passport: "kept",
  };
  const headers = { ...JSON_HEADERS, authentication: "Token p7", "x-rapidapi-key": "p8", "x-api-key": "p9" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  await callProduct(emulator, accessToken, init, `${ORIGIN}/a?password=p0&q=kept`);

  const [request] = emulator.requests.list();
  assert.deepEqual(request?.body, {
    MsgRqHdr: { MemberId: "m", MemberPwd: "[redacted]", UserName: "u" },
    password: "[redacted]",
    userPassword: "[redacted]",
    newPasswd: "[redacted]",
    clientSecret: "[redacted]",
    apiKey: "[redacted]",
    Passport: "kept",
  });
  assert.deepEqual(request?.query, { password: "[redacted]", q: "kept" });
  assert.notMatch(JSON.stringify(request?.headers), /p\d/);
  assert.equal(request?.headers["authentication"], "Token [redacted]");
});

test("a rotated secret is redacted", async () => {
  const emulator = createEmulator({ apps: [{ clientId: ID, clientSecret: LONG }] });
  await grantToken(emulator);
  emulator.apps.rotateSecret(ID, "another-long-secret");
  await emulator.fetch(`${ORIGIN}/another-long-secret`);

  assert.equal(emulator.requests.list().at(-1)?.path, "/[redacted]");
});

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}
