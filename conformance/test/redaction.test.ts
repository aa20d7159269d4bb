import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE } from "../src/variables.ts";
import { curlCommand } from "../src/wire/curl-command.ts";
import { createRedactor } from "../src/wire/redactor.ts";

const SECRET = `p&ss "word" \\ + 100% é $x`;

test("a secret is hidden in every encoding in which a request can carry it", () => {
  const redactor = createRedactor();
  redactor.hide(SECRET, "$SECRET");

  const shown = redactor.redact({
    raw: SECRET,
    inUrl: `https://host/?secret=${encodeURIComponent(SECRET)}`,
    inForm: new URLSearchParams({ secret: SECRET }).toString(),
    inJson: JSON.stringify({ secret: SECRET }),
    inJsonInJson: JSON.stringify({ echo: JSON.stringify({ secret: SECRET }) }),
  });

  expect(shown).toEqual({
    raw: "$SECRET",
    inUrl: "https://host/?secret=$SECRET",
    inForm: "secret=$SECRET",
    inJson: '{"secret":"$SECRET"}',
    inJsonInJson: String.raw`{"echo":"{\"secret\":\"$SECRET\"}"}`,
  });
});

test("a secret is hidden in the names of members too", () => {
  const redactor = createRedactor();
  redactor.hide(SECRET, "$SECRET");

  expect(redactor.redact({ [SECRET]: [SECRET, 1, null] })).toEqual({ $SECRET: ["$SECRET", 1, null] });
});

test("a secret that contains another secret is hidden as a whole", () => {
  const redactor = createRedactor();
  redactor.hide("abc", "$SHORT");
  redactor.hide("abcdef", "$LONG");

  expect(redactor.redact("abcdef abc")).toBe("$LONG $SHORT");
});

test("the curl command sends the same bytes, with the secrets from the environment", () => {
  const body = `{"a":"$HOME \`id\` \\"x\\" 'y'","client_secret":"$${CLIENT_SECRET_VARIABLE}"}`;
  const headers = { "content-type": "a/b", authorization: `Bearer \${${ACCESS_TOKEN_VARIABLE}%?}x` };
  const command = curlCommand({ method: "POST", url: "http://127.0.0.1/?a=1&b=2", headers, body });

  const printed = execFileSync("sh", ["-c", command.replace(/^curl/, String.raw`printf '%s\n'`)], {
    env: { [CLIENT_SECRET_VARIABLE]: "the-secret", [ACCESS_TOKEN_VARIABLE]: "token" },
    encoding: "utf8",
  });

  expect(printed.split("\n")).toEqual([
    "-i",
    "-X",
    "POST",
    "http://127.0.0.1/?a=1&b=2",
    "-H",
    "content-type: a/b",
    "-H",
    "authorization: Bearer tokex",
    "--data-raw",
    body.replace(`$${CLIENT_SECRET_VARIABLE}`, "the-secret"),
    "",
  ]);
});

test("the curl command repeats a field with several values", () => {
  const command = curlCommand({ method: "GET", url: "http://127.0.0.1/", headers: { authorization: ["a", "b"] } });

  expect(command).toBe('curl -i -X GET "http://127.0.0.1/" \\\n  -H "authorization: a" \\\n  -H "authorization: b"');
});

test("the curl command shows the start of a long body, and its length", () => {
  const command = curlCommand({ method: "POST", url: "http://127.0.0.1/", headers: {}, body: "x".repeat(2_000) });

  expect(command).toContain(`${"x".repeat(1_000)}… (2000 characters in total)`);
});
