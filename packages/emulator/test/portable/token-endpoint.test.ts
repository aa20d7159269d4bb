import { flows, grantTypes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { assertRefused } from "../support/refusal.ts";
import { askInForm, askInJson, CLIENT_ID, credentials, GOOD, grant, open, TOKEN_URL } from "../support/requests.ts";

const [clientId, clientSecret, grantType] = ["client_id", "client_secret", "grant_type"] as const;

for (const [flow, ask] of [
  ["JSON", askInJson],
  ["form", askInForm],
] as const) {
  test(`a token request in ${flow} is answered as documented`, async () => {
    const response = await ask(open());
    const { issued_at, expires_in, access_token, ...others } = (await response.json()) as Record<string, string>;

    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual(others, { token_type: "BearerToken", status: "approved" });
    assert.equal(issued_at, "1800000000000");
    assert.equal(expires_in, "3599");
    assert.match(access_token ?? "", /^[A-Za-z0-9]{28}$/);
  });
}

test("each token request brings another token", async () => {
  const emulator = open();

  assert.notEqual((await grant(emulator)).accessToken, (await grant(emulator)).accessToken);
});

test("where tokens are reused, the same one comes with less time left, until it is used up", async () => {
  const emulator = open({ reuseTokens: true, tokenLifetime: 100 });
  const first = await grant(emulator);
  emulator.clock.advance(40_500);
  const second = await grant(emulator);
  emulator.clock.advance(59_000);
  const third = await grant(emulator);

  assert.deepEqual(second, { accessToken: first.accessToken, expiresIn: 59 });
  assert.notEqual(third.accessToken, first.accessToken);
  assert.equal(third.expiresIn, 100);
});

test("a new token lives as long as it should, though the clock ticks meanwhile", async () => {
  let time = 1_800_000_000_000;
  const emulator = open({ clock: () => time++, tokenLifetime: 100 });

  assert.equal((await grant(emulator)).expiresIn, 100);
});

test("a token of a time that the clock was moved back from is not reused", async () => {
  const emulator = open({ reuseTokens: true, tokenLifetime: 100 });
  emulator.clock.advance(1_000_000);
  const { accessToken } = await grant(emulator);
  emulator.clock.reset();
  const again = await grant(emulator);

  assert.notEqual(again.accessToken, accessToken);
  assert.equal(again.expiresIn, 100);
});

test("a reused token that was revoked is not handed out again", async () => {
  const emulator = open({ reuseTokens: true });
  const { accessToken } = await grant(emulator);
  emulator.tokens.revoke(accessToken);

  assert.notEqual((await grant(emulator)).accessToken, accessToken);
});

for (const name of [clientId, clientSecret, grantType]) {
  const example = name === grantType ? "MissingGrantType" : "MissingClientId";
  for (const [how, value] of [
    ["missing", undefined],
    ["empty", ""],
    ["null", null],
    ["a number", 5],
    ["a list", [GOOD[name]]],
    ["an object", {}],
  ] as const) {
    test(`in JSON, a ${name} that is ${how} is refused with 400, naming it`, async () => {
      const response = await askInJson(open(), { ...GOOD, [name]: value });
      const body = await response.clone().text();

      assert.equal(response.status, 400);
      assert.include(body, name);
      if (name !== clientSecret) {
        await assertRefused(response, 400, example);
      }
    });
  }
}

for (const name of [clientId, clientSecret]) {
  for (const [how, fields] of [
    ["missing", new URLSearchParams(Object.entries(credentials()).filter(([field]) => field !== name)).toString()],
    ["empty", new URLSearchParams({ ...credentials(), [name]: "" }).toString()],
    ["there twice", `${new URLSearchParams(credentials())}&${new URLSearchParams({ [name]: String(GOOD[name]) })}`],
  ] as const) {
    test(`in a form, a ${name} that is ${how} is refused with 400, naming it`, async () => {
      const response = await askInForm(open(), fields);

      assert.equal(response.status, 400);
      assert.include(await response.text(), name);
    });
  }
}

for (const fields of ['a"b=1&a"b=2', "a%0a=1&a%0a=2", "%24%26=1&%24%26=2", "$&=1&$&=2", "a\\=1&a\\=2"]) {
  test(`in a form, the unknown ${fields} is refused without being named`, async () => {
    const emulator = open();
    const response = await emulator.fetch(TOKEN_URL, {
      method: "POST",
      headers: { "content-type": flows.form.mediaType },
      body: fields,
    });

    await assertRefused(response, 400, "MissingClientId");
    assert.equal(emulator.requests.list()[0]?.reason, "A parameter is there twice (RFC 6749, section 3.2).");
  });
}

test("JSON that is nested too deep is refused with 400, and logged", async () => {
  const emulator = open();
  const deep = "[".repeat(400_000) + "]".repeat(400_000);

  await assertRefused(await askInJson(emulator, deep), 400, "MissingClientId");
  await assertRefused(await askInJson(emulator, `{"${clientId}":${deep}}`), 400, "MissingClientId");
  assert.include(emulator.requests.list()[1]?.reason, "deep in each other");
});

for (const [how, query] of [
  ["missing", ""],
  ["empty", `${grantType}=`],
  ["there twice", `${grantType}=${grantTypes[0]}&${grantType}=${grantTypes[0]}`],
] as const) {
  test(`in the query of a form, a ${grantType} that is ${how} is refused with 400`, async () => {
    await assertRefused(await askInForm(open(), undefined, query), 400, "MissingGrantType");
  });
}

test("a grant type in the form's body is taken for missing", async () => {
  const fields = { ...credentials(), [grantType]: grantTypes[0] };

  await assertRefused(await askInForm(open(), fields, ""), 400, "MissingGrantType");
});

test("an unsupported grant type is refused as the document shows it", async () => {
  await assertRefused(await askInJson(open(), { ...GOOD, [grantType]: "password" }), 500, "UnsupportedGrantType");
  await assertRefused(await askInForm(open(), undefined, `${grantType}=password`), 500, "UnsupportedGrantType");
});

test("a grant type in the query of a JSON request may say the same, and nothing else", async () => {
  const { fetch } = open();
  const ask = (value: string) =>
    askInJson({ fetch: (_, init) => fetch(`${TOKEN_URL}?${grantType}=${value}`, init) }, GOOD);

  assert.equal((await ask(grantTypes[0])).status, 200);
  assert.equal((await ask("password")).status, 400);
});

for (const [how, changes] of [
  ["an unknown client id", { [clientId]: "nobody" }],
  ["a wrong secret", { [clientSecret]: "wrong" }],
  ["a secret that goes on", { [clientSecret]: `${GOOD[clientSecret]}x` }],
  ["a secret that is cut short", { [clientSecret]: String(GOOD[clientSecret]).slice(0, -1) }],
  ["a secret of 500 kB", { [clientSecret]: "s".repeat(500_000) }],
  ["a client id in another case", { [clientId]: CLIENT_ID.toUpperCase() }],
] as const) {
  test(`${how} is refused with 401, like every other`, async () => {
    await assertRefused(await askInJson(open(), { ...GOOD, ...changes }), 401, "InvalidClient");
  });
}

for (const body of ["", "{", "[]", "null", "5", '"text"', `${JSON.stringify(GOOD)}x`, "{'client_id':'a'}"]) {
  test(`a body that is ${body || "empty"} is refused with 400`, async () => {
    await assertRefused(await askInJson(open(), body), 400, "MissingClientId");
  });
}

test("a body that is no UTF-8 is refused with 400", async () => {
  const { fetch } = open();
  const body = new Uint8Array([0x7b, 0xff, 0x7d]);
  const headers = { "content-type": flows.json.mediaType };

  await assertRefused(await fetch(TOKEN_URL, { method: "POST", headers, body }), 400, "MissingClientId");
});

test("a mark at the start of the JSON, unknown members and any order are taken", async () => {
  const members = Object.entries({ ...GOOD, scope: "all" }).reverse();

  assert.equal((await askInJson(open(), `\uFEFF${JSON.stringify(Object.fromEntries(members))}`)).status, 200);
});

for (const type of [
  "application/json; charset=utf-8",
  'Application/JSON;charset="UTF-8"',
  "application/json ; foo=bar",
]) {
  test(`the media type may be written ${type}`, async () => {
    const { fetch } = open();
    const response = await askInJson({
      fetch: (input, init) => fetch(input, { ...init, headers: { "content-type": type } }),
    });

    assert.equal(response.status, 200);
  });
}

for (const type of [
  "text/plain",
  "application/xml",
  "multipart/form-data",
  "json",
  "application/json; charset=utf-16",
]) {
  test(`the media type ${type} is refused with 415`, async () => {
    const { fetch } = open();
    const response = await askInJson({
      fetch: (input, init) => fetch(input, { ...init, headers: { "content-type": type } }),
    });

    assert.equal(response.status, 415);
  });
}

test("a body that is too large is refused with 413, whether it says so or not", async () => {
  const emulator = open({ bodyLimit: 1_000 });
  const body = JSON.stringify({ ...GOOD, more: "x".repeat(1_000) });
  const headers = { "content-type": flows.json.mediaType };
  const stream = new Blob([body]).stream();

  assert.equal((await askInJson(emulator, body)).status, 413);
  const init = { method: "POST", headers, body: stream, duplex: "half" };
  assert.equal((await emulator.fetch(TOKEN_URL, init as RequestInit)).status, 413);
});

for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
  test(`${method} is refused with 405, which says what is allowed`, async () => {
    const response = await open().fetch(TOKEN_URL, { method });

    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), tokenEndpoint.method);
  });
}

test("observed, a GET gets a token, and HEAD does not", async () => {
  const emulator = open({ compatibility: "observed" });
  const { fetch, tokens } = emulator;

  assert.equal((await fetch(TOKEN_URL, { method: "GET", headers: { "content-type": "text/plain" } })).status, 415);
  const response = await fetch(TOKEN_URL, { method: "HEAD" });
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), `${tokenEndpoint.method}, GET`);
  assert.equal(tokens.size, 0);
});

test("observed, the grant type may stand in the form's body, and the client id comes back", async () => {
  const emulator = open({ compatibility: "observed" });
  const fields = { ...credentials(), [grantType]: grantTypes[0] };
  const response = await askInForm(emulator, fields, "");

  assert.equal(response.status, 200);
  assert.include((await response.json()) as object, { [clientId]: CLIENT_ID });
  assert.equal((await askInForm(emulator, fields)).status, 200);
  assert.equal((await askInForm(emulator, { ...fields, [grantType]: "password" })).status, 400);
});
