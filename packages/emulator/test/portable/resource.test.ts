import { grantTypes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { assertRefusal } from "../support/refusal.ts";
import { CLIENT_ID, callProduct, createTestEmulator, grantToken, ORIGIN, requestToken } from "../support/requests.ts";

const JSON_HEADERS = { "content-type": "application/json" };

test("a product without a script echoes a call with an access token", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  const init = { method: "POST", headers: JSON_HEADERS, body: '{"a":[1,"é"]}' };
  const response = await callProduct(emulator, accessToken, init, `${ORIGIN}/iPredict/GetReport?b=2`);

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), {
    method: "POST",
    path: "/iPredict/GetReport",
    query: { b: "2" },
    body: { a: [1, "é"] },
  });
});

for (const [problem, authorization] of [
  ["no Authorization header", undefined],
  ["an empty Authorization header", ""],
  ["a scheme and no token", "Bearer"],
  ["another scheme", "Basic YTpi"],
  ["the token type as the scheme", "BearerToken TOKEN"],
  ["a token with invalid syntax", "Bearer TOKEN*"],
  ["two tokens", "Bearer TOKEN, Bearer TOKEN"],
  ["a word after the token", "Bearer TOKEN more"],
] as const) {
  test(`a call with ${problem} is refused with 401`, async () => {
    const emulator = createTestEmulator();
    const { accessToken } = await grantToken(emulator);
    const value = authorization?.replaceAll("TOKEN", accessToken);
    const response = await callProduct(
      emulator,
      undefined,
      value === undefined ? {} : { headers: { authorization: value } },
    );

    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    await assertRefusal(response, 401, "MissingAccessToken");
  });
}

test("the scheme is case-insensitive, and several spaces can follow it", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);

  assert.equal(
    (await callProduct(emulator, undefined, { headers: { authorization: `bEARER   ${accessToken}` } })).status,
    200,
  );
});

test("a token that was never issued is refused with 401", async () => {
  const response = await callProduct(createTestEmulator(), "kE8WyfAAgaoPPisGakxRw9aEL8eH");

  assert.equal(response.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
  await assertRefusal(response, 401, "UnknownAccessToken");
});

test("a token is valid until it expires, and not a millisecond longer", async () => {
  const emulator = createTestEmulator({ expiresIn: 10 });
  const { accessToken } = await grantToken(emulator);
  emulator.clock.advance(9_999);
  assert.equal((await callProduct(emulator, accessToken)).status, 200);
  emulator.clock.advance(1);

  assert.equal(emulator.tokens.find(accessToken)?.state, "expired");
  await assertRefusal(await callProduct(emulator, accessToken), 401, "ExpiredAccessToken");
});

test("an expired token is refused with the status in the options", async () => {
  const emulator = createTestEmulator({ statuses: { ExpiredAccessToken: 500 } });
  const { accessToken } = await grantToken(emulator);
  emulator.clock.advance(3_600_000);

  await assertRefusal(await callProduct(emulator, accessToken), 500, "ExpiredAccessToken");
});

test("a revoked token is refused with 401", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);

  assert.isTrue(emulator.tokens.revoke(accessToken));
  await assertRefusal(await callProduct(emulator, accessToken), 401, "UnknownAccessToken");
});

test("revokeAll revokes the tokens of one application, or of all", async () => {
  const emulator = createTestEmulator();
  emulator.apps.register({ clientId: "other" });
  const tokens = [
    (await grantToken(emulator)).accessToken,
    emulator.tokens.issue("other"),
    emulator.tokens.issue("other"),
  ];
  const states = () => tokens.map((token) => emulator.tokens.find(token)?.state);

  assert.equal(emulator.tokens.revokeAll("other"), 2);
  assert.deepEqual(states(), ["active", "revoked", "revoked"]);
  assert.equal(emulator.tokens.revokeAll(), 1);
  assert.deepEqual(states(), ["revoked", "revoked", "revoked"]);
});

test("the tokens of an application that is removed or replaced are refused", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  emulator.apps.remove(CLIENT_ID);
  await assertRefusal(await callProduct(emulator, accessToken), 401, "UnknownAccessToken");
  emulator.apps.register({ clientId: CLIENT_ID });

  await assertRefusal(await callProduct(emulator, accessToken), 401, "UnknownAccessToken");
});

test("a rotated secret replaces the old one at once, and the tokens stay valid", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  const { clientSecret } = emulator.apps.rotateSecret(CLIENT_ID);
  const parameters = {
    client_id: CLIENT_ID,
    client_secret: clientSecret,
    grant_type: grantTypes[0],
  };

  assert.equal((await callProduct(emulator, accessToken)).status, 200);
  assert.equal((await requestToken(emulator)).status, 401);
  assert.equal((await requestToken(emulator, parameters)).status, 200);
});

test("an application can call only the products it is registered for", async () => {
  const emulator = createTestEmulator();
  emulator.apps.register({ clientId: "restricted", products: ["/iPredict/*", "/ABAAcctVerification"] });
  const accessToken = emulator.tokens.issue("restricted");
  const status = async (path: string) => (await callProduct(emulator, accessToken, {}, ORIGIN + path)).status;

  assert.equal(await status("/iPredict/GetReport"), 200);
  assert.equal(await status("/ABAAcctVerification"), 200);
  assert.equal(await status("/ABAAcctVerification/more"), 401);
  await assertRefusal(await callProduct(emulator, accessToken, {}, `${ORIGIN}/BPS/DLVerify`), 401, "ProductNotAllowed");
});

test("a used-up quota is refused with 429 until the next interval", async () => {
  const emulator = createTestEmulator();
  emulator.apps.register({ clientId: "thrifty", quota: { calls: 2, interval: 60 } });
  const accessToken = emulator.tokens.issue("thrifty");
  await callProduct(emulator, accessToken);
  await callProduct(emulator, accessToken);
  emulator.clock.advance(15_000);
  const refused = await callProduct(emulator, accessToken);
  assert.equal(refused.headers.get("retry-after"), "45");
  await assertRefusal(refused, 429, "QuotaExceeded");
  emulator.clock.advance(45_000);

  assert.equal((await callProduct(emulator, accessToken)).status, 200);
});

for (const [problem, status, headers, body] of [
  ["is not valid JSON", 400, JSON_HEADERS, "{"],
  ["is not an object", 400, JSON_HEADERS, "[]"],
  ["has another media type", 415, { "content-type": "text/plain" }, "{}"],
] as const) {
  test(`a body that ${problem} is refused with ${status}`, async () => {
    const emulator = createTestEmulator();
    const { accessToken } = await grantToken(emulator);

    assert.equal((await callProduct(emulator, accessToken, { method: "POST", headers, body })).status, status);
  });
}

test("a product without a script refuses other methods with 405; a script accepts every method", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  const refused = await callProduct(emulator, accessToken, { method: "DELETE" });
  assert.equal(refused.status, 405);
  assert.equal(refused.headers.get("allow"), "GET, POST");
  emulator.products.script("/*", { status: 204 });

  assert.equal((await callProduct(emulator, accessToken, { method: "DELETE" })).status, 204);
});

for (const levels of [101, 4_000, 400_000]) {
  test(`a body nested ${levels} levels deep is refused with 400, and its log entry only describes it`, async () => {
    const emulator = createTestEmulator();
    const { accessToken } = await grantToken(emulator);
    const body = `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;
    const init = { method: "POST", headers: JSON_HEADERS, body };

    for (const path of ["/a", "/scripted"]) {
      if (path === "/scripted") {
        emulator.products.script(path, () => ({ body: "ok" }));
      }
      assert.equal((await callProduct(emulator, accessToken, init, ORIGIN + path)).status, 400);
      assert.deepInclude(emulator.requests.list().at(-1), {
        status: 400,
        body: `${body.length} characters of application/json`,
      });
    }
    emulator.products.clear();
    assert.equal((await callProduct(emulator, undefined, init)).status, 401);
    assert.lengthOf(emulator.requests.list(), 4);
  });
}

test("a body nested 99 levels deep is echoed", async () => {
  const emulator = createTestEmulator();
  const { accessToken } = await grantToken(emulator);
  const body = `{"a":${"[".repeat(98)}${"]".repeat(98)}}`;
  const response = await callProduct(emulator, accessToken, { method: "POST", headers: JSON_HEADERS, body });

  assert.equal(JSON.stringify(((await response.json()) as { body: unknown }).body), body);
});

test("in observed mode, a 401 has no challenge", async () => {
  const response = await callProduct(createTestEmulator({ compatibility: "observed" }));

  assert.isNull(response.headers.get("www-authenticate"));
});
