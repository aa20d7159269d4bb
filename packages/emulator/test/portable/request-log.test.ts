import { parameters } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import type { LoggedRequest } from "../../src/index.ts";
import {
  askInForm,
  askInJson,
  CLIENT_ID,
  CLIENT_SECRET,
  call,
  grant,
  ORIGIN,
  open,
  TOKEN_URL,
} from "../support/requests.ts";

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
  const inQuery = new URLSearchParams({ [parameters.clientSecret]: CLIENT_SECRET, access_token: accessToken });
  const nested = JSON.stringify({ a: [{ [parameters.clientSecret]: CLIENT_SECRET, access_token: accessToken }] });
  const headers = { "content-type": "application/json" };
  await askInForm(emulator);
  await askInJson(emulator, `${JSON.stringify(CLIENT_SECRET)}`);
  await askInJson(emulator, `{"${parameters.clientSecret}":"${CLIENT_SECRET}`);
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
