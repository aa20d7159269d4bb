import { grantTypes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { assertRefused } from "../support/refusal.ts";
import { askInJson, CLIENT_ID, call, grant, ORIGIN, open } from "../support/requests.ts";

const JSON_HEADERS = { "content-type": "application/json" };

test("a call with an access token is answered with an echo", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  const init = { method: "POST", headers: JSON_HEADERS, body: '{"a":[1,"é"]}' };
  const response = await call(emulator, accessToken, init, `${ORIGIN}/iPredict/GetReport?b=2`);

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), {
    method: "POST",
    path: "/iPredict/GetReport",
    query: { b: "2" },
    body: { a: [1, "é"] },
  });
});

for (const [how, authorization] of [
  ["no Authorization", undefined],
  ["an empty Authorization", ""],
  ["a scheme alone", "Bearer"],
  ["another scheme", "Basic YTpi"],
  ["the type of the token as its scheme", "BearerToken TOKEN"],
  ["a token that is none by its syntax", "Bearer TOKEN*"],
  ["two tokens", "Bearer TOKEN, Bearer TOKEN"],
  ["a token that goes on", "Bearer TOKEN more"],
] as const) {
  test(`a call with ${how} is refused with 401`, async () => {
    const emulator = open();
    const { accessToken } = await grant(emulator);
    const value = authorization?.replaceAll("TOKEN", accessToken);
    const response = await call(emulator, undefined, value === undefined ? {} : { headers: { authorization: value } });

    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    await assertRefused(response, 401, "MissingAccessToken");
  });
}

test("the scheme may be written in any case, with more than one space", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);

  assert.equal(
    (await call(emulator, undefined, { headers: { authorization: `bEARER   ${accessToken}` } })).status,
    200,
  );
});

test("a token that was never issued is refused with 401", async () => {
  const response = await call(open(), "kE8WyfAAgaoPPisGakxRw9aEL8eH");

  assert.equal(response.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
  await assertRefused(response, 401, "UnknownAccessToken");
});

test("a token is good until it expires, and not after", async () => {
  const emulator = open({ tokenLifetime: 10 });
  const { accessToken } = await grant(emulator);
  emulator.clock.advance(9_999);
  assert.equal((await call(emulator, accessToken)).status, 200);
  emulator.clock.advance(1);

  assert.equal(emulator.tokens.find(accessToken)?.state, "expired");
  await assertRefused(await call(emulator, accessToken), 401, "ExpiredAccessToken");
});

test("an expired token can be refused with the other status the document shows", async () => {
  const emulator = open({ statuses: { ExpiredAccessToken: 500 } });
  const { accessToken } = await grant(emulator);
  emulator.clock.advance(3_600_000);

  await assertRefused(await call(emulator, accessToken), 500, "ExpiredAccessToken");
});

test("a revoked token is refused with 401", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);

  assert.isTrue(emulator.tokens.revoke(accessToken));
  await assertRefused(await call(emulator, accessToken), 401, "UnknownAccessToken");
});

test("the tokens of one application, or of all, can be revoked together", async () => {
  const emulator = open();
  emulator.apps.register({ clientId: "other" });
  const tokens = [(await grant(emulator)).accessToken, emulator.tokens.issue("other"), emulator.tokens.issue("other")];
  const states = () => tokens.map((token) => emulator.tokens.find(token)?.state);

  assert.equal(emulator.tokens.revokeAll("other"), 2);
  assert.deepEqual(states(), ["active", "revoked", "revoked"]);
  assert.equal(emulator.tokens.revokeAll(), 1);
  assert.deepEqual(states(), ["revoked", "revoked", "revoked"]);
});

test("the tokens of an application that was removed, or replaced, are refused", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  emulator.apps.remove(CLIENT_ID);
  await assertRefused(await call(emulator, accessToken), 401, "UnknownAccessToken");
  emulator.apps.register({ clientId: CLIENT_ID });

  await assertRefused(await call(emulator, accessToken), 401, "UnknownAccessToken");
});

test("another secret counts at once, and leaves the tokens as they are", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  const { clientSecret } = emulator.apps.rotateSecret(CLIENT_ID);
  const said = {
    client_id: CLIENT_ID,
    client_secret: clientSecret,
    grant_type: grantTypes[0],
  };

  assert.equal((await call(emulator, accessToken)).status, 200);
  assert.equal((await askInJson(emulator)).status, 401);
  assert.equal((await askInJson(emulator, said)).status, 200);
});

test("a product that the application may not call is refused", async () => {
  const emulator = open();
  emulator.apps.register({ clientId: "restricted", products: ["/iPredict/*", "/ABAAcctVerification"] });
  const accessToken = emulator.tokens.issue("restricted");
  const status = async (path: string) => (await call(emulator, accessToken, {}, ORIGIN + path)).status;

  assert.equal(await status("/iPredict/GetReport"), 200);
  assert.equal(await status("/ABAAcctVerification"), 200);
  assert.equal(await status("/ABAAcctVerification/more"), 401);
  await assertRefused(await call(emulator, accessToken, {}, `${ORIGIN}/BPS/DLVerify`), 401, "ProductNotAllowed");
});

test("a quota is refused with 429 when it is used up, and begins anew", async () => {
  const emulator = open();
  emulator.apps.register({ clientId: "thrifty", quota: { calls: 2, interval: 60 } });
  const accessToken = emulator.tokens.issue("thrifty");
  await call(emulator, accessToken);
  await call(emulator, accessToken);
  emulator.clock.advance(15_000);
  const refused = await call(emulator, accessToken);
  assert.equal(refused.headers.get("retry-after"), "45");
  await assertRefused(refused, 429, "QuotaExceeded");
  emulator.clock.advance(45_000);

  assert.equal((await call(emulator, accessToken)).status, 200);
});

for (const [how, status, headers, body] of [
  ["is no JSON", 400, JSON_HEADERS, "{"],
  ["is no object", 400, JSON_HEADERS, "[]"],
  ["is of another media type", 415, { "content-type": "text/plain" }, "{}"],
] as const) {
  test(`a body that ${how} is refused with ${status}`, async () => {
    const emulator = open();
    const { accessToken } = await grant(emulator);

    assert.equal((await call(emulator, accessToken, { method: "POST", headers, body })).status, status);
  });
}

test("a method that no product takes is refused with 405, unless it is scripted", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  const refused = await call(emulator, accessToken, { method: "DELETE" });
  assert.equal(refused.status, 405);
  assert.equal(refused.headers.get("allow"), "GET, POST");
  emulator.products.script("/*", { status: 204 });

  assert.equal((await call(emulator, accessToken, { method: "DELETE" })).status, 204);
});

for (const levels of [101, 4_000, 400_000]) {
  test(`a body that is ${levels} levels deep is refused with 400, and logged in words`, async () => {
    const emulator = open({ products: { "/scripted": () => ({ body: "ok" }) } });
    const { accessToken } = await grant(emulator);
    const body = `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;
    const init = { method: "POST", headers: JSON_HEADERS, body };

    for (const path of ["/a", "/scripted"]) {
      assert.equal((await call(emulator, accessToken, init, ORIGIN + path)).status, 400);
      assert.deepInclude(emulator.requests.list().at(-1), {
        status: 400,
        body: `${body.length} characters of application/json`,
      });
    }
    assert.equal((await call(emulator, undefined, init)).status, 401);
    assert.lengthOf(emulator.requests.list(), 4);
  });
}

test("a body that is 99 levels deep is answered with an echo", async () => {
  const emulator = open();
  const { accessToken } = await grant(emulator);
  const body = `{"a":${"[".repeat(98)}${"]".repeat(98)}}`;
  const response = await call(emulator, accessToken, { method: "POST", headers: JSON_HEADERS, body });

  assert.equal(JSON.stringify(((await response.json()) as { body: unknown }).body), body);
});

test("observed, a refused bearer is not challenged", async () => {
  const response = await call(open({ compatibility: "observed" }));

  assert.isNull(response.headers.get("www-authenticate"));
});
