import { flows, grantTypes, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { assertRefusal } from "../support/refusal.ts";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  createTestEmulator,
  credentials,
  grantToken,
  ORIGIN,
  requestToken,
  requestTokenByForm,
  TOKEN_URL,
  VALID,
} from "../support/requests.ts";

const [clientId, clientSecret, grantType] = ["client_id", "client_secret", "grant_type"] as const;

for (const [flow, send] of [
  ["JSON", requestToken],
  ["a form", requestTokenByForm],
] as const) {
  test(`the response to a token request in ${flow} is as documented`, async () => {
    const response = await send(createTestEmulator());
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

test("each token request returns another token", async () => {
  const emulator = createTestEmulator();

  assert.notEqual((await grantToken(emulator)).accessToken, (await grantToken(emulator)).accessToken);
});

test("with reuseTokens, an application receives the same token with a decreasing expires_in, until it expires", async () => {
  const emulator = createTestEmulator({ reuseTokens: true, expiresIn: 100 });
  const first = await grantToken(emulator);
  emulator.clock.advance(40_500);
  const second = await grantToken(emulator);
  emulator.clock.advance(59_000);
  const third = await grantToken(emulator);

  assert.deepEqual(second, { accessToken: first.accessToken, expiresIn: 59 });
  assert.notEqual(third.accessToken, first.accessToken);
  assert.equal(third.expiresIn, 100);
});

test("the expires_in of a new token is exact, even if the clock ticks meanwhile", async () => {
  let time = 1_800_000_000_000;
  const emulator = createTestEmulator({ clock: () => time++, expiresIn: 100 });

  assert.equal((await grantToken(emulator)).expiresIn, 100);
});

test("a token from the future, after the clock moved back, is not reused", async () => {
  const emulator = createTestEmulator({ reuseTokens: true, expiresIn: 100 });
  emulator.clock.advance(1_000_000);
  const { accessToken } = await grantToken(emulator);
  emulator.clock.reset();
  const again = await grantToken(emulator);

  assert.notEqual(again.accessToken, accessToken);
  assert.equal(again.expiresIn, 100);
});

test("a revoked token is not reused", async () => {
  const emulator = createTestEmulator({ reuseTokens: true });
  const { accessToken } = await grantToken(emulator);
  emulator.tokens.revoke(accessToken);

  assert.notEqual((await grantToken(emulator)).accessToken, accessToken);
});

for (const name of [clientId, clientSecret, grantType]) {
  const example = name === grantType ? "MissingGrantType" : "MissingClientId";
  for (const [problem, value] of [
    ["missing", undefined],
    ["empty", ""],
    ["null", null],
    ["a number", 5],
    ["an array", [VALID[name]]],
    ["an object", {}],
  ] as const) {
    test(`in JSON, a ${name} that is ${problem} is refused with 400, and the response names it`, async () => {
      const response = await requestToken(createTestEmulator(), { ...VALID, [name]: value });
      const body = await response.clone().text();

      assert.equal(response.status, 400);
      assert.include(body, name);
      if (name !== clientSecret) {
        await assertRefusal(response, 400, example);
      }
    });
  }
}

for (const name of [clientId, clientSecret]) {
  for (const [problem, fields] of [
    ["missing", new URLSearchParams(Object.entries(credentials()).filter(([field]) => field !== name)).toString()],
    ["empty", new URLSearchParams({ ...credentials(), [name]: "" }).toString()],
    ["repeated", `${new URLSearchParams(credentials())}&${new URLSearchParams({ [name]: String(VALID[name]) })}`],
  ] as const) {
    test(`in a form, a ${name} that is ${problem} is refused with 400, and the response names it`, async () => {
      const response = await requestTokenByForm(createTestEmulator(), fields);

      assert.equal(response.status, 400);
      assert.include(await response.text(), name);
    });
  }
}

for (const fields of ['a"b=1&a"b=2', "a%0a=1&a%0a=2", "%24%26=1&%24%26=2", "$&=1&$&=2", "a\\=1&a\\=2"]) {
  test(`in a form, the repeated unknown ${fields} is refused, and the response does not name it`, async () => {
    const emulator = createTestEmulator();
    const response = await emulator.fetch(TOKEN_URL, {
      method: "POST",
      headers: { "content-type": flows.form.mediaType },
      body: fields,
    });

    await assertRefusal(response, 400, "MissingClientId");
    assert.equal(emulator.requests.list()[0]?.reason, "A parameter is repeated (RFC 6749, section 3.2).");
  });
}

test("JSON that is nested too deeply is refused with 400, and the log has the reason", async () => {
  const emulator = createTestEmulator();
  const deep = "[".repeat(400_000) + "]".repeat(400_000);

  await assertRefusal(await requestToken(emulator, deep), 400, "MissingClientId");
  await assertRefusal(await requestToken(emulator, `{"${clientId}":${deep}}`), 400, "MissingClientId");
  assert.include(emulator.requests.list()[1]?.reason, "nested more than 100 levels deep");
});

for (const [problem, query] of [
  ["missing", ""],
  ["empty", `${grantType}=`],
  ["repeated", `${grantType}=${grantTypes[0]}&${grantType}=${grantTypes[0]}`],
] as const) {
  test(`in the query of a form request, a ${grantType} that is ${problem} is refused with 400`, async () => {
    await assertRefusal(await requestTokenByForm(createTestEmulator(), undefined, query), 400, "MissingGrantType");
  });
}

test("a grant type in the form itself counts as missing", async () => {
  const fields = { ...credentials(), [grantType]: grantTypes[0] };

  await assertRefusal(await requestTokenByForm(createTestEmulator(), fields, ""), 400, "MissingGrantType");
});

test("a grant type in the form itself must not differ from the one in the query", async () => {
  const emulator = createTestEmulator();
  const send = (value: string) => requestTokenByForm(emulator, { ...credentials(), [grantType]: value });

  assert.equal((await send(grantTypes[0])).status, 200);
  await assertRefusal(await send("password"), 400, "MissingGrantType");
});

test("an unsupported grant type in the query of a form request is refused, whatever the form itself contains", async () => {
  const fields = { ...credentials(), [grantType]: grantTypes[0] };
  const response = await requestTokenByForm(createTestEmulator(), fields, `${grantType}=password`);

  await assertRefusal(response, 500, "UnsupportedGrantType");
});

for (const authorization of ["Basic aWQ6c2VjcmV0", "basic", "BASIC aWQ="]) {
  test(`a valid body with the Authorization header ${authorization} is refused with 400`, async () => {
    const { fetch, requests } = createTestEmulator();
    const headers = { "content-type": flows.json.mediaType, authorization };

    await assertRefusal(
      await fetch(TOKEN_URL, { method: "POST", headers, body: JSON.stringify(VALID) }),
      400,
      "MissingClientId",
    );
    assert.equal(
      requests.list()[0]?.reason,
      "HTTP Basic is not documented: send client_id and client_secret in the body.",
    );
  });
}

test("an unsupported grant type is refused as the document shows", async () => {
  await assertRefusal(
    await requestToken(createTestEmulator(), { ...VALID, [grantType]: "password" }),
    500,
    "UnsupportedGrantType",
  );
  await assertRefusal(
    await requestTokenByForm(createTestEmulator(), undefined, `${grantType}=password`),
    500,
    "UnsupportedGrantType",
  );
});

test("a grant type in the query of a JSON request must be the one in the body", async () => {
  const { fetch } = createTestEmulator();
  const send = (value: string) =>
    requestToken({ fetch: (_, init) => fetch(`${TOKEN_URL}?${grantType}=${value}`, init) }, VALID);

  assert.equal((await send(grantTypes[0])).status, 200);
  assert.equal((await send("password")).status, 400);
});

for (const [problem, changes] of [
  ["an unknown client ID", { [clientId]: "nobody" }],
  ["a wrong secret", { [clientSecret]: "wrong" }],
  ["a secret with a letter more", { [clientSecret]: `${VALID[clientSecret]}x` }],
  ["a secret with a letter less", { [clientSecret]: String(VALID[clientSecret]).slice(0, -1) }],
  ["a secret of 500 kB", { [clientSecret]: "s".repeat(500_000) }],
  ["a client ID in another case", { [clientId]: CLIENT_ID.toUpperCase() }],
] as const) {
  test(`${problem} is refused with 401`, async () => {
    await assertRefusal(await requestToken(createTestEmulator(), { ...VALID, ...changes }), 401, "InvalidClient");
  });
}

for (const body of ["", "{", "[]", "null", "5", '"text"', `${JSON.stringify(VALID)}x`, "{'client_id':'a'}"]) {
  test(`a body that is ${body || "empty"} is refused with 400`, async () => {
    await assertRefusal(await requestToken(createTestEmulator(), body), 400, "MissingClientId");
  });
}

test("a body that is not UTF-8 is refused with 400", async () => {
  const { fetch } = createTestEmulator();
  const body = new Uint8Array([0x7b, 0xff, 0x7d]);
  const headers = { "content-type": flows.json.mediaType };

  await assertRefusal(await fetch(TOKEN_URL, { method: "POST", headers, body }), 400, "MissingClientId");
});

test("JSON can have a byte order mark, unknown members, and any order", async () => {
  const members = Object.entries({ ...VALID, scope: "all" }).reverse();

  assert.equal(
    (await requestToken(createTestEmulator(), `\uFEFF${JSON.stringify(Object.fromEntries(members))}`)).status,
    200,
  );
});

for (const type of [
  "application/json; charset=utf-8",
  'Application/JSON;charset="UTF-8"',
  "application/json ; foo=bar",
]) {
  test(`the media type ${type} is accepted`, async () => {
    const { fetch } = createTestEmulator();
    const response = await requestToken({
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
    const { fetch } = createTestEmulator();
    const response = await requestToken({
      fetch: (input, init) => fetch(input, { ...init, headers: { "content-type": type } }),
    });

    assert.equal(response.status, 415);
  });
}

test("a body over the limit is refused with 413, as a string and as a stream", async () => {
  const emulator = createTestEmulator({ bodyLimit: 1_000 });
  const body = JSON.stringify({ ...VALID, more: "x".repeat(1_000) });
  const headers = { "content-type": flows.json.mediaType };
  const stream = new Blob([body]).stream();

  assert.equal((await requestToken(emulator, body)).status, 413);
  const init = { method: "POST", headers, body: stream, duplex: "half" };
  assert.equal((await emulator.fetch(TOKEN_URL, init as RequestInit)).status, 413);
});

for (const method of ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
  test(`${method} is refused with 405, and the response lists the allowed method`, async () => {
    const response = await createTestEmulator().fetch(TOKEN_URL, { method });

    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), tokenEndpoint.method);
  });
}

test("in observed mode, the token endpoint accepts GET, but not HEAD", async () => {
  const emulator = createTestEmulator({ compatibility: "observed" });
  const { fetch, tokens } = emulator;

  assert.equal((await fetch(TOKEN_URL, { method: "GET", headers: { "content-type": "text/plain" } })).status, 415);
  const response = await fetch(TOKEN_URL, { method: "HEAD" });
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), `${tokenEndpoint.method}, GET`);
  assert.equal(tokens.size, 0);
});

test("in observed mode, the grant type can be in the form, and the response has the client ID", async () => {
  const emulator = createTestEmulator({ compatibility: "observed" });
  const fields = { ...credentials(), [grantType]: grantTypes[0] };
  const response = await requestTokenByForm(emulator, fields, "");

  assert.equal(response.status, 200);
  assert.include((await response.json()) as object, { [clientId]: CLIENT_ID });
  assert.equal((await requestTokenByForm(emulator, fields)).status, 200);
  assert.equal((await requestTokenByForm(emulator, { ...fields, [grantType]: "password" })).status, 400);
});

const basic = (id: string, secret: string) =>
  `Basic ${btoa(Array.from(new TextEncoder().encode(`${id}:${secret}`), (byte) => String.fromCharCode(byte)).join(""))}`;

for (const [credentialsInHeader, status, fields] of [
  ["are right", 200, ""],
  ["are right, and the form repeats the ID", 400, `&${clientId}=${CLIENT_ID}`],
  ["are wrong", 401, ""],
  ["have no colon", 400, ""],
  ["are missing", 400, ""],
] as const) {
  test(`in observed mode, a form with HTTP Basic whose credentials ${credentialsInHeader} has the status ${status}`, async () => {
    const { fetch, requests } = createTestEmulator({ compatibility: "observed" });
    const authorization = {
      "are right": basic(CLIENT_ID, CLIENT_SECRET),
      "are right, and the form repeats the ID": basic(CLIENT_ID, CLIENT_SECRET),
      "are wrong": basic(CLIENT_ID, "wrong"),
      "have no colon": `Basic ${btoa("no-colon")}`,
      "are missing": "basic",
    }[credentialsInHeader];
    const headers = { "content-type": flows.form.mediaType, authorization };
    const body = `${grantType}=${grantTypes[0]}${fields}`;

    assert.equal((await fetch(TOKEN_URL, { method: "POST", headers, body })).status, status);
    const logged = authorization.includes(" ") ? "Basic [redacted]" : "[redacted]";
    assert.equal(requests.list()[0]?.headers["authorization"], logged);
  });
}

test("in observed mode, HTTP Basic needs a form", async () => {
  const { fetch, requests } = createTestEmulator({ compatibility: "observed" });
  const headers = { "content-type": flows.json.mediaType, authorization: basic(CLIENT_ID, CLIENT_SECRET) };
  const body = JSON.stringify({ [grantType]: grantTypes[0] });

  assert.equal((await fetch(TOKEN_URL, { method: "POST", headers, body })).status, 400);
  assert.equal(requests.list()[0]?.reason, "With HTTP Basic, send grant_type in a form.");
});

const [ALIAS = ""] = tokenEndpoint.aliases.map(({ path }) => path);

test("in observed mode, the token endpoint is at every observed path at once", async () => {
  const emulator = createTestEmulator({ compatibility: "observed" });
  const at = (path: string) => requestToken({ fetch: (_, init) => emulator.fetch(ORIGIN + path, init) });

  assert.equal((await at(tokenEndpoint.path)).status, 200);
  assert.equal((await at(ALIAS)).status, 200);
  assert.deepEqual(
    emulator.requests.list().map(({ endpoint }) => endpoint),
    ["token", "token"],
  );
});

test("tokenPath moves the token endpoint; observed mode keeps the other paths", async () => {
  for (const [compatibility, documented] of [
    ["documented", 401],
    ["observed", 200],
  ] as const) {
    const emulator = createTestEmulator({ compatibility, tokenPath: "/tokens/:new" });
    const at = (path: string) => requestToken({ fetch: (_, init) => emulator.fetch(ORIGIN + path, init) });

    assert.equal((await at("/tokens/:new")).status, 200);
    assert.equal((await at("/tokens/other")).status, 401);
    assert.equal((await at(tokenEndpoint.path)).status, documented);
  }
});

test("a fault for the token endpoint also applies to its observed path", async () => {
  const emulator = createTestEmulator({
    compatibility: "observed",
    faults: [{ kind: "status", status: 503, endpoint: "token" }],
  });

  assert.equal((await emulator.fetch(ORIGIN + ALIAS, { method: "POST" })).status, 503);
});

const HINT = `This looks like a token request; the token endpoint is POST ${tokenEndpoint.path}.`;

for (const [problem, path, init, reason] of [
  [
    "the observed path",
    ALIAS,
    { method: "POST" },
    `${HINT} ${ALIAS} is not documented: it is accepted with the compatibility "observed".`,
  ],
  ["another letter case", tokenEndpoint.path.toLowerCase(), { method: "POST" }, HINT],
  ["a trailing slash", `${tokenEndpoint.path}/`, { method: "POST" }, HINT],
  ["another path, in JSON", "/oauth2/token", { method: "POST", body: JSON.stringify(VALID) }, HINT],
  ["another path, as a form", "/oauth2/token", { method: "POST", body: `${grantType}=x` }, HINT],
  ["another path, with the grant type in the query", `/oauth2/token?${grantType}=x`, { method: "POST" }, HINT],
  ["the token endpoint as a GET", tokenEndpoint.path, { method: "GET" }, `${HINT} GET is not documented.`],
] as const) {
  for (const products of [{}, { "/a": {} }]) {
    const also = "/a" in products ? ", beside a product" : "";
    test(`the log explains a token request with ${problem}${also}`, async () => {
      const emulator = createTestEmulator({ products });
      await emulator.fetch(ORIGIN + path, init);

      assert.equal(emulator.requests.list()[0]?.reason, reason);
    });
  }
}

for (const [problem, send, reason] of [
  ["JSON without a secret", { [clientId]: "a", [grantType]: grantTypes[0] }, `${clientSecret}: `],
  ["JSON without any parameter", {}, `${clientId}: The member is missing\\.$`],
  ["JSON with a number as the secret", { ...VALID, [clientSecret]: 5 }, `${clientSecret}: `],
  ["JSON with an empty ID", { ...VALID, [clientId]: "" }, `${clientId}: `],
  ["JSON without a grant type", { ...VALID, [grantType]: undefined }, `${grantType}: `],
] as const) {
  test(`the reason for ${problem} names the right member`, async () => {
    const emulator = createTestEmulator();
    await requestToken(emulator, send);

    assert.match(emulator.requests.list()[0]?.reason ?? "", new RegExp(`^${reason}`));
  });
}

test("the reason for a grant type in the form says where it belongs, and one for two grant types that they differ", async () => {
  const emulator = createTestEmulator();
  const fields = { ...credentials(), [grantType]: grantTypes[0] };
  await requestTokenByForm(emulator, fields, "");
  await requestTokenByForm(emulator, { ...fields, [grantType]: "password" });

  assert.deepEqual(
    emulator.requests.list().map(({ reason }) => reason),
    [
      "grant_type is missing from the query. A form field is not documented: send it in the query.",
      "grant_type in the query differs from grant_type in the body.",
    ],
  );
});
