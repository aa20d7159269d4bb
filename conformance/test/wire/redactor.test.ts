import { describe, expect, test } from "vitest";
import { findTokens } from "../../src/wire/redaction/issued-tokens.ts";
import { createRedactor } from "../../src/wire/redactor.ts";

const SECRET = `p&ss "word" \\ + 100% é $x`;
const TOKEN = "Zk3/q9+Lm2\u{1F600}tR7<w\u{1F511}";

/** Every way in which servers were seen to repeat what they received, and some more. */
const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  "in a URL": (secret) => encodeInUrl(secret),
  "in a URL, with lower-case digits": (secret) => encodeInUrl(secret).replace(/%../g, (code) => code.toLowerCase()),
  "in a URL within a URL": (secret) => encodeURIComponent(encodeInUrl(secret)),
  "in a URL with every character encoded": (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  "in a form": (secret) => new URLSearchParams({ client_secret: secret }).toString(),
  "in JSON": (secret) => JSON.stringify({ clientSecret: secret }),
  "in JSON within JSON": (secret) => JSON.stringify({ echo: JSON.stringify({ secret }) }),
  "in JSON with escaped slashes": (secret) => JSON.stringify({ secret }).replaceAll("/", "\\/"),
  "in JSON in ASCII": (secret) => escapeUnits(JSON.stringify({ secret }), /[^ -~]/g),
  "in JSON that is safe in HTML": (secret) => escapeUnits(JSON.stringify({ secret }), /[&<>+']/g),
  "in JSON with every character escaped": (secret) => `{"secret":"${escapeUnits(secret, /./gs)}"}`,
  "in JavaScript with ES2015 escapes": (secret) =>
    [...secret].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join(""),
  "in XML": (secret) => `<client_secret>${escapeMarkup(secret)}</client_secret>`,
  "in HTML with decimal references": (secret) => [...secret].map((c) => `&#${c.codePointAt(0)};`).join(""),
  "in HTML with hexadecimal references": (secret) =>
    [...secret].map((c) => `&#x${c.codePointAt(0)?.toString(16).toUpperCase()};`).join(""),
  "in Base64": (secret) => Buffer.from(secret).toString("base64"),
  "in Base64url": (secret) => Buffer.from(secret).toString("base64url"),
  "in HTTP Basic": (secret) => `Basic ${Buffer.from(`an-id:${secret}`).toString("base64")}`,
  "in the middle of a JWT": (secret) =>
    `e30.${Buffer.from(JSON.stringify({ sub: "a", secret, more: "text" })).toString("base64url")}.sig`,
  "in upper case": (secret) => secret.toUpperCase(),
  "in lower case": (secret) => secret.toLowerCase(),
  "cut off": (secret) => secret.slice(0, -3),
  "cut off in JSON": (secret) => JSON.stringify({ secret }).slice(0, -6),
};

describe.each([
  ["a client secret", SECRET],
  ["an access token", TOKEN],
  ["a token that ends in half of a surrogate pair", TOKEN.slice(0, -1)],
])("%s", (_, secret) => {
  test.each(Object.entries(FORMS))("is hidden %s", (_, encode) => {
    const redactor = createRedactor();
    redactor.hide(secret, "$SECRET");

    const shown = redactor.redact(`before ${Buffer.from(encode(secret)).toString()} after`);

    expect(shown).toContain("$SECRET");
    expect(shown).toMatch(/^before .*after$/);
    for (const part of [
      secret.slice(0, 8),
      JSON.stringify(secret.slice(0, 8)).slice(1, -1),
      encodeURIComponent(secret.slice(0, 8)),
    ]) {
      expect(shown.toLowerCase()).not.toContain(part.toLowerCase());
    }
  });
});

test("what surrounds a secret stays as it is", () => {
  const redactor = createRedactor();
  redactor.hide(SECRET, "$SECRET");

  expect(
    redactor.redact({
      inUrl: `https://host/?secret=${encodeURIComponent(SECRET)}&a=b`,
      inForm: new URLSearchParams({ a: "b", secret: SECRET, c: "d" }).toString(),
      inJson: JSON.stringify({ secret: SECRET, a: "b" }),
      inJsonInJson: JSON.stringify({ echo: JSON.stringify({ secret: SECRET }) }),
      inBasic: `Basic ${Buffer.from(`an-id:${SECRET}`).toString("base64")}`,
    }),
  ).toEqual({
    inUrl: "https://host/?secret=$SECRET&a=b",
    inForm: "a=b&secret=$SECRET&c=d",
    inJson: '{"secret":"$SECRET","a":"b"}',
    inJsonInJson: String.raw`{"echo":"{\"secret\":\"$SECRET\"}"}`,
    inBasic: "Basic base64(an-id:$SECRET)",
  });
});

test("a secret is hidden in the names of members too", () => {
  const redactor = createRedactor();
  redactor.hide(SECRET, "$SECRET");

  expect(redactor.redact({ [SECRET]: [SECRET, 1, null] })).toEqual({ $SECRET: ["$SECRET", 1, null] });
});

test("a secret that contains another secret is hidden as a whole", () => {
  const redactor = createRedactor();
  redactor.hide("abcd1234", "$SHORT");
  redactor.hide("abcd1234efgh", "$LONG");

  expect(redactor.redact("abcd1234efgh abcd1234")).toBe("$LONG $SHORT");
});

describe.each(["e", "1", "secret", "client", "client-secret", "changeme", "test123", "approved", "BearerToken"])(
  "the client secret %s",
  (secret) => {
    const redactor = createRedactor("token_type BearerToken status approved");
    redactor.hide(secret, "$SECRET");

    test("leaves the rest of a report alone", () => {
      const report = {
        client_secret: "the response repeats the client secret",
        expected: `status 401, and an "error" that is one of invalid_client, invalid_request`,
        seen: `200 with the body {"token_type":"BearerToken","status":"approved","issued_at":"1525190727056","error":"e1"}`,
        url: "http://client-secret.example.test/OAuth/GetAccessToken?grant_type=client_credentials",
        method: "POST",
      };

      expect(redactor.redact(report)).toEqual(report);
    });

    test.each([
      ["JSON", JSON.stringify({ client_secret: secret, a: 1 }), '{"client_secret":"$SECRET","a":1}'],
      ["JSON with a camel-case name", JSON.stringify({ clientSecret: secret }), '{"clientSecret":"$SECRET"}'],
      ["JSON with spaces", `{ "client_secret" : "${secret}" }`, '{ "client_secret" : "$SECRET" }'],
      [
        "JSON within JSON",
        JSON.stringify({ x: JSON.stringify({ client_secret: secret }) }),
        String.raw`{"x":"{\"client_secret\":\"$SECRET\"}"}`,
      ],
      ["an array", JSON.stringify({ client_secret: [secret] }), '{"client_secret":["$SECRET"]}'],
      ["a form", `a=b&client_secret=${secret}&c=d`, "a=b&client_secret=$SECRET&c=d"],
      ["a URL within a URL", encodeURIComponent(`?client_secret=${secret}&a`), "%3Fclient_secret%3D$SECRET%26a"],
      ["XML", `<clientSecret>${secret}</clientSecret>`, "<clientSecret>$SECRET</clientSecret>"],
      ["HTML", `{&quot;client_secret&quot;:&quot;${secret}&quot;}`, "{&quot;client_secret&quot;:&quot;$SECRET&quot;}"],
      ["a header field", `x-client-secret: ${secret}`, "x-client-secret: $SECRET"],
      ["a bearer", `Bearer ${secret}`, "Bearer $SECRET"],
      ["HTTP Basic", `Basic ${Buffer.from(`id:${secret}`).toString("base64")}`, "Basic base64(id:$SECRET)"],
      ["a value of its own", secret, "$SECRET"],
    ])("is hidden as the value of a credential in %s", (_, text, expected) => {
      expect(redactor.redact(text)).toBe(expected);
    });
  },
);

function escapeUnits(text: string, pattern: RegExp): string {
  return text.replace(pattern, (unit) =>
    unit
      .split("")
      .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** UTF-8 has a replacement character in place of half of a surrogate pair. */
function encodeInUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

test("tokens are found in time, however long the words of a response are", () => {
  const start = performance.now();

  const found = findTokens({ body: `{"echo":"${"x".repeat(200_000)}","access_token":"abc"}`, headers: {} });

  expect(found).toEqual([{ token: "abc", isAccessToken: true }]);
  expect(performance.now() - start).toBeLessThan(2_000);
});

describe("text that a search would have to read again from each of its characters", () => {
  const repeated = (part: string) => part.repeat(400_000 / part.length);

  test.each([" ", "[", "+", '"', "\\", "%20", "&amp;", "<token ", 'token"', "secret:e ", `${"k".repeat(28)} `])(
    "does not keep the redactor busy for minutes: %j",
    (part) => {
      const redactor = createRedactor();
      redactor.hide("e", "$SHORT");
      redactor.hide("k".repeat(28), "$LONG");
      const body = `Basic ${repeated(part)}`;

      expect(redactor.redact(body)).toMatch(/^Basic/);
      expect(findTokens({ body, headers: {} })).toBeInstanceOf(Array);
    },
  );
});
