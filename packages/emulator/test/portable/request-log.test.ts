import { assert, test } from "@microbilt-oauth/testing";
import type { Emulator, LoggedRequest } from "../../src/index.ts";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  callProduct,
  createTestEmulator,
  grantToken,
  ORIGIN,
  requestToken,
  requestTokenByForm,
  TOKEN_URL,
  VALID,
  waitUntil,
} from "../support/requests.ts";

/** As it appears in a URL. */
const ENCODED = encodeURIComponent(CLIENT_SECRET);

test("the log has every request, and the reason for a refusal", async () => {
  const seen: LoggedRequest[] = [];
  const emulator = createTestEmulator({ onRequest: (request) => seen.push(request) });
  const { accessToken } = await grantToken(emulator);
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: '{"SSN":"1"}' };
  await callProduct(emulator, accessToken, init, `${ORIGIN}/iPredict/GetReport?a=b`);
  await callProduct(emulator, "unknown");
  const [first, second, third] = emulator.requests.list();

  assert.deepInclude(first, { endpoint: "token", method: "POST", status: 200, clientId: CLIENT_ID, faults: [] });
  assert.deepInclude(second, {
    endpoint: "resource",
    path: "/iPredict/GetReport",
    query: { a: "b" },
    body: { SSN: "1" },
  });
  assert.deepInclude(third, { status: 401, refusal: "UnknownAccessToken" });
  assert.equal(third?.headers["authorization"], "Bearer [redacted]");
  assert.deepEqual(seen, [...emulator.requests.list()]);
});

test("the log holds neither secrets nor tokens, wherever a request has them", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  const inQuery = new URLSearchParams({ client_secret: CLIENT_SECRET, access_token: accessToken });
  const nested = JSON.stringify({ a: [{ client_secret: CLIENT_SECRET, access_token: accessToken }] });
  const headers = { "content-type": "application/json" };
  await requestTokenByForm(emulator);
  await requestToken(emulator, `${JSON.stringify(CLIENT_SECRET)}`);
  await requestToken(emulator, `{"client_secret":"${CLIENT_SECRET}`);
  await emulator.fetch(`${TOKEN_URL}?${inQuery}`, { method: "POST" });
  await callProduct(emulator, accessToken, { method: "POST", headers, body: nested });
  await callProduct(emulator, accessToken, { method: "POST", body: `${inQuery}` });
  await callProduct(emulator, undefined, { headers: { authorization: accessToken, cookie: `a=${accessToken}` } });
  const log = JSON.stringify(emulator.requests.list());

  for (const secret of [CLIENT_SECRET, encodeURIComponent(CLIENT_SECRET), JSON.stringify(CLIENT_SECRET), accessToken]) {
    assert.notInclude(log, secret);
    assert.notInclude(log, JSON.stringify(secret).slice(1, -1));
  }
  assert.include(log, "[redacted]");
});

const JSON_HEADERS = { "content-type": "application/json" };

for (const [where, send] of [
  [
    "swapped credentials",
    (emulator) => requestToken(emulator, { ...VALID, client_id: CLIENT_SECRET, client_secret: CLIENT_ID }),
  ],
  ["the query", (emulator, token) => callProduct(emulator, undefined, {}, `${ORIGIN}/a?token=${token}&${ENCODED}`)],
  [
    "the name of a query parameter",
    (emulator, token) => callProduct(emulator, undefined, {}, `${ORIGIN}/a?${token}=1`),
  ],
  [
    "a body",
    (emulator, token) =>
      callProduct(emulator, token, {
        method: "POST",
        headers: JSON_HEADERS,
        body: JSON.stringify({ accessToken: token, a: [`x${token}y`], [token]: { s: `<${CLIENT_SECRET}>` } }),
      }),
  ],
  ["the path", (emulator, token) => callProduct(emulator, undefined, {}, `${ORIGIN}/score/${token}/${ENCODED}`)],
  ["a header", (emulator, token) => callProduct(emulator, undefined, { headers: { "x-access-token": `a ${token}` } })],
  ["the scheme", (emulator, token) => callProduct(emulator, undefined, { headers: { authorization: `${token} x` } })],
] as [string, (emulator: Emulator, token: string) => Promise<Response>][]) {
  test(`secrets and tokens are redacted in ${where}`, async () => {
    const emulator = createTestEmulator();
    const { accessToken } = await grantToken(emulator);
    emulator.requests.clear();
    await send(emulator, accessToken);
    const log = JSON.stringify(emulator.requests.list());

    assert.notInclude(log, accessToken);
    assert.notInclude(log, ENCODED);
    assert.notInclude(log, JSON.stringify(CLIENT_SECRET).slice(1, -1));
    assert.include(log, "[redacted]");
  });
}

test("a request's own credentials are redacted, even if they are unknown", async () => {
  const emulator = createTestEmulator();
  const unknown = "kE8WyfAAgaoPPisGakxRw9aEL8eH";
  const headers = { "x-access-token": unknown };
  await callProduct(emulator, unknown, { headers }, `${ORIGIN}/score/${unknown}?token=${unknown}`);
  const [request] = emulator.requests.list();

  assert.deepInclude(request, { path: "/score/[redacted]", query: { token: "[redacted]" } });
  assert.include(request?.headers, { authorization: "Bearer [redacted]", "x-access-token": "[redacted]" });
});

test("a string without secrets stays as it is", async () => {
  const emulator = createTestEmulator();
  await callProduct(emulator, undefined, { headers: { "x-a": "100%+x %41" } }, `${ORIGIN}/a%20b/c?d=e+f`);

  assert.deepInclude(emulator.requests.list()[0], { path: "/a b/c", query: { d: "e f" } });
  assert.include(emulator.requests.list()[0]?.headers, { "x-a": "100%+x %41" });
});

test("the log only describes a large body, whether or not the call is authorized", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  const body = `{"a":[${"{},".repeat(3_400)}{}]}`;
  await callProduct(emulator, accessToken, { method: "POST", headers: JSON_HEADERS, body });
  await callProduct(emulator, undefined, { method: "POST", headers: JSON_HEADERS, body });
  await requestToken(emulator, { ...VALID, client_id: "x".repeat(10_000) });
  const [, ...bodies] = emulator.requests.list().map((request) => String(request.body));

  assert.deepEqual(bodies.slice(0, 2), Array(2).fill(`${body.length} characters of application/json`));
  assert.match(bodies[2] ?? "", /^\d+ characters of application\/json$/);
});

test("a request that is aborted while its script runs is logged once, without a status", async () => {
  const controller = new AbortController();
  const emulator = createTestEmulator({
    products: {
      "/*": () => {
        controller.abort(new Error("enough"));
        return { body: "late" };
      },
    },
  });
  const { accessToken } = await grantToken(emulator);
  await callProduct(emulator, accessToken, { signal: controller.signal }).catch(() => {});
  await waitUntil(() => emulator.requests.list().length > 1);

  assert.lengthOf(emulator.requests.list(), 2);
  assert.deepInclude(emulator.requests.list()[1], { status: undefined, reason: "The client disconnected." });
});

test("the log keeps the latest maxRequests requests, and can be cleared", async () => {
  const emulator = createTestEmulator({ maxRequests: 3 });
  for (const path of ["/1", "/2", "/3", "/4", "/5"]) {
    await callProduct(emulator, undefined, {}, ORIGIN + path);
  }
  assert.deepEqual(
    emulator.requests.list().map(({ path }) => path),
    ["/3", "/4", "/5"],
  );
  emulator.requests.clear();

  assert.deepEqual(emulator.requests.list(), []);
});

test("a listener that throws does not affect the response", async () => {
  const emulator = createTestEmulator({
    onRequest: () => {
      throw new Error("oh");
    },
  });

  assert.equal((await requestToken(emulator)).status, 200);
});
