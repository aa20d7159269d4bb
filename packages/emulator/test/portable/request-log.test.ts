import { assert, test } from "@microbilt-oauth/testing";
import type { Emulator, LoggedRequest } from "../../src/index.ts";
import {
  askInForm,
  askInJson,
  CLIENT_ID,
  CLIENT_SECRET,
  call,
  GOOD,
  grant,
  ORIGIN,
  open,
  TOKEN_URL,
  until,
} from "../support/requests.ts";

/** As it stands in an address. */
const ENCODED = encodeURIComponent(CLIENT_SECRET);

test("every request is written down, with why it was refused", async () => {
  const seen: LoggedRequest[] = [];
  const emulator = open({ onRequest: (request) => seen.push(request) });
  const { accessToken } = await grant(emulator);
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: '{"SSN":"1"}' };
  await call(emulator, accessToken, init, `${ORIGIN}/iPredict/GetReport?a=b`);
  await call(emulator, "unknown");
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

test("the log holds neither secrets nor tokens, wherever they were put", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  const inQuery = new URLSearchParams({ client_secret: CLIENT_SECRET, access_token: accessToken });
  const nested = JSON.stringify({ a: [{ client_secret: CLIENT_SECRET, access_token: accessToken }] });
  const headers = { "content-type": "application/json" };
  await askInForm(emulator);
  await askInJson(emulator, `${JSON.stringify(CLIENT_SECRET)}`);
  await askInJson(emulator, `{"client_secret":"${CLIENT_SECRET}`);
  await emulator.fetch(`${TOKEN_URL}?${inQuery}`, { method: "POST" });
  await call(emulator, accessToken, { method: "POST", headers, body: nested });
  await call(emulator, accessToken, { method: "POST", body: `${inQuery}` });
  await call(emulator, undefined, { headers: { authorization: accessToken, cookie: `a=${accessToken}` } });
  const log = JSON.stringify(emulator.requests.list());

  for (const secret of [CLIENT_SECRET, encodeURIComponent(CLIENT_SECRET), JSON.stringify(CLIENT_SECRET), accessToken]) {
    assert.notInclude(log, secret);
    assert.notInclude(log, JSON.stringify(secret).slice(1, -1));
  }
  assert.include(log, "[redacted]");
});

const JSON_HEADERS = { "content-type": "application/json" };

for (const [where, ask] of [
  [
    "the id and the secret swapped",
    (emulator) => askInJson(emulator, { ...GOOD, client_id: CLIENT_SECRET, client_secret: CLIENT_ID }),
  ],
  ["the query", (emulator, token) => call(emulator, undefined, {}, `${ORIGIN}/a?token=${token}&${ENCODED}`)],
  ["the name of a query's field", (emulator, token) => call(emulator, undefined, {}, `${ORIGIN}/a?${token}=1`)],
  [
    "a body",
    (emulator, token) =>
      call(emulator, token, {
        method: "POST",
        headers: JSON_HEADERS,
        body: JSON.stringify({ accessToken: token, a: [`x${token}y`], [token]: { s: `<${CLIENT_SECRET}>` } }),
      }),
  ],
  ["the path", (emulator, token) => call(emulator, undefined, {}, `${ORIGIN}/score/${token}/${ENCODED}`)],
  ["a header", (emulator, token) => call(emulator, undefined, { headers: { "x-access-token": `a ${token}` } })],
  [
    "the place of a scheme",
    (emulator, token) => call(emulator, undefined, { headers: { authorization: `${token} x` } }),
  ],
] as [string, (emulator: Emulator, token: string) => Promise<Response>][]) {
  test(`a secret or a token is taken out of ${where}`, async () => {
    const emulator = open();
    const { accessToken } = await grant(emulator);
    emulator.requests.clear();
    await ask(emulator, accessToken);
    const log = JSON.stringify(emulator.requests.list());

    assert.notInclude(log, accessToken);
    assert.notInclude(log, ENCODED);
    assert.notInclude(log, JSON.stringify(CLIENT_SECRET).slice(1, -1));
    assert.include(log, "[redacted]");
  });
}

test("the request's own credentials are taken out, though nobody knows them", async () => {
  const emulator = open();
  const unknown = "kE8WyfAAgaoPPisGakxRw9aEL8eH";
  const headers = { "x-access-token": unknown };
  await call(emulator, unknown, { headers }, `${ORIGIN}/score/${unknown}?token=${unknown}`);
  const [request] = emulator.requests.list();

  assert.deepInclude(request, { path: "/score/[redacted]", query: { token: "[redacted]" } });
  assert.include(request?.headers, { authorization: "Bearer [redacted]", "x-access-token": "[redacted]" });
});

test("what is no secret stays as it was written", async () => {
  const emulator = open();
  await call(emulator, undefined, { headers: { "x-a": "100%+x %41" } }, `${ORIGIN}/a%20b/c?d=e+f`);

  assert.deepInclude(emulator.requests.list()[0], { path: "/a b/c", query: { d: "e f" } });
  assert.include(emulator.requests.list()[0]?.headers, { "x-a": "100%+x %41" });
});

test("a large body is kept in words only, whether its call is let through or not", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  const body = `{"a":[${"{},".repeat(3_400)}{}]}`;
  await call(emulator, accessToken, { method: "POST", headers: JSON_HEADERS, body });
  await call(emulator, undefined, { method: "POST", headers: JSON_HEADERS, body });
  await askInJson(emulator, { ...GOOD, client_id: "x".repeat(10_000) });
  const [, ...bodies] = emulator.requests.list().map((request) => String(request.body));

  assert.deepEqual(bodies.slice(0, 2), Array(2).fill(`${body.length} characters of application/json`));
  assert.match(bodies[2] ?? "", /^\d+ characters of application\/json$/);
});

test("a request that is aborted while its script runs is logged once, without a status", async () => {
  const controller = new AbortController();
  const emulator = open({
    products: {
      "/*": () => {
        controller.abort(new Error("enough"));
        return { body: "late" };
      },
    },
  });
  const { accessToken } = await grant(emulator);
  await call(emulator, accessToken, { signal: controller.signal }).catch(() => {});
  await until(() => emulator.requests.list().length > 1);

  assert.lengthOf(emulator.requests.list(), 2);
  assert.deepInclude(emulator.requests.list()[1], { status: undefined, reason: "The client went away." });
});

test("the log keeps the last so many, and can be cleared", async () => {
  const emulator = open({ maxRequests: 3 });
  for (const path of ["/1", "/2", "/3", "/4", "/5"]) {
    await call(emulator, undefined, {}, ORIGIN + path);
  }
  assert.deepEqual(
    emulator.requests.list().map(({ path }) => path),
    ["/3", "/4", "/5"],
  );
  emulator.requests.clear();

  assert.deepEqual(emulator.requests.list(), []);
});

test("a listener that throws disturbs nobody", async () => {
  const emulator = open({
    onRequest: () => {
      throw new Error("oh");
    },
  });

  assert.equal((await askInJson(emulator)).status, 200);
});
