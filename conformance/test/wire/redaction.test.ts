import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlOf } from "../src/wire/curl.ts";
import { createRedactor } from "../src/wire/redactor.ts";

const SECRET = `p&ss "word" \\ + 100% é $x`;

test("a secret is hidden in every encoding in which it can be sent", () => {
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

test("a secret that holds another is hidden whole", () => {
  const redactor = createRedactor();
  redactor.hide("abc", "$SHORT");
  redactor.hide("abcdef", "$LONG");

  expect(redactor.redact("abcdef abc")).toBe("$LONG $SHORT");
});

test("the curl line sends the same bytes, with the secret from the environment", () => {
  const body = `{"a":"$HOME \`id\` \\"x\\" 'y'","client_secret":"$MICROBILT_CLIENT_SECRET"}`;
  const line = curlOf({ method: "POST", url: "http://127.0.0.1/?a=1&b=2", headers: { "content-type": "a/b" }, body });

  const printed = execFileSync("sh", ["-c", line.replace(/^curl/, String.raw`printf '%s\n'`)], {
    env: { MICROBILT_CLIENT_SECRET: "from-the-environment" },
    encoding: "utf8",
  });

  expect(printed.split("\n")).toEqual([
    "-i",
    "-X",
    "POST",
    "http://127.0.0.1/?a=1&b=2",
    "-H",
    "content-type: a/b",
    "--data-raw",
    body.replace("$MICROBILT_CLIENT_SECRET", "from-the-environment"),
    "",
  ]);
});
