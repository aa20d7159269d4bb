/** However a server encodes what it repeats, no secret and no token appears in anything that the command prints or writes. */
import { text } from "node:stream/consumers";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { describe, expect, test } from "vitest";
import { CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import { checksFor } from "../../src/run/catalogue.ts";
import { outputOf, resultsOf, runCommand } from "../support/command.ts";
import { spec } from "../support/run.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 300_000;
const SELECTION = ["token-request", "token-response", "refusals/json-*", "bearer"].flatMap((group) => [
  "--only",
  group,
]);

/** How servers repeat text in a response. */
const ENCODINGS: readonly ((echo: string) => string)[] = [
  (echo) => JSON.stringify({ echo }),
  (echo) => JSON.stringify({ error: { requestBody: JSON.stringify({ clientSecret: echo }) } }),
  (echo) =>
    `{"echo":"${echo
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join("")}"}`,
  (echo) =>
    `<error><received>${[...echo].map((character) => `&#${character.codePointAt(0)};`).join("")}</received></error>`,
  (echo) => `<p>${echo.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")}</p>`,
  (echo) => new URLSearchParams({ echo }).toString(),
  (echo) => encodeURIComponent(encodeURIComponent(echo)),
  (echo) => JSON.stringify({ trace: Buffer.from(`xx${echo}`).toString("base64") }),
  (echo) => JSON.stringify({ trace: Buffer.from(`x${echo}`).toString("base64url") }),
  (echo) => echo.toUpperCase(),
];

/** Grants every token request, and repeats everything in one encoding after the other. */
function repeatingServer(accessToken: string): Promise<string> {
  let requests = 0;
  return serve(async (request, response) => {
    const body = await text(request).catch(() => "");
    const echo = `${request.url} ${body} ${request.headers.authorization} ${accessToken}`;
    const encode = ENCODINGS[requests % ENCODINGS.length] ?? ((same: string) => same);
    requests += 1;
    // Every other response has a token, and the first two do: without them, the run would not start.
    const isGranted = requests < 4 || requests % 2 === 0;
    const members = { access_token: accessToken, token_type: "BearerToken" } satisfies Partial<TokenResponse>;
    const granted = JSON.stringify({
      ...members,
      accessToken,
      data: { refreshToken: `r-${accessToken}` },
      echo: encode(echo),
    });
    response
      .writeHead(isGranted ? 200 : 400, { "x-echo": encodeURIComponent(echo) })
      .end(isGranted ? granted : encode(echo));
  });
}

/** Undoes the encodings again and again, as a curious reader could. */
function decode(output: string): string {
  const decoded = output
    .replace(/\\+u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([\da-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/(?:%(?:25)*[\da-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replace(/%(?:25)*(?=[\da-f]{2})/gi, ""), "hex").toString(),
    )
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&")
    .replaceAll("\\", "");
  return decoded === output ? output : decode(decoded);
}

function decodeRuns(output: string): string {
  const runs = output.match(/[\w+/-]{12,}={0,2}/g) ?? [];
  return [...new Set(runs)].map((run) => Buffer.from(run, "base64").toString()).join("\n");
}

test.each([
  ["an access token with reserved characters", 'Zk3q/9Lm2+tR7<wXy5"bNc8&vUj1'],
  ["an access token that ends in an emoji", "Zk3q9Lm2tR7wXy5bNc8\u{1F511}"],
])("%s", { timeout: TIMEOUT_IN_MS }, async (_, accessToken) => {
  const clientSecret = 'p&ss "word" \\ + 100% é $x\u{1F600}';
  const variables = { [CLIENT_ID_VARIABLE]: "an-id", [CLIENT_SECRET_VARIABLE]: clientSecret };

  const checked = await runCommand(
    ["--base-url", await repeatingServer(accessToken), "--resource", "/resource", ...SELECTION],
    variables,
  );

  expect(checked.code).toBe(1);
  const output = await outputOf(checked);
  const readable = (output + decode(output) + decodeRuns(output)).toLowerCase();
  for (const secret of [clientSecret, accessToken]) {
    for (const part of [secret, secret.slice(0, 15), decode(secret).slice(0, 15)]) {
      const place = readable.indexOf(part.toLowerCase());
      expect(place < 0 ? "" : readable.slice(Math.max(0, place - 80), place + 4), "a secret is shown").toBe("");
    }
  }
});

describe.each(["e", "secret", "client"])("the client secret %s", (clientSecret) => {
  test("does not shred the reports, and is hidden where it is sent", { timeout: TIMEOUT_IN_MS }, async () => {
    const variables = { [CLIENT_ID_VARIABLE]: "an-id", [CLIENT_SECRET_VARIABLE]: clientSecret };
    const baseUrl = await repeatingServer("Zk3q9Lm2tR7wXy5bNc8vUj1s");

    const checked = await runCommand(
      ["--base-url", baseUrl, "--only", "refusals/json-*", "--only", "token-response"],
      variables,
    );

    const { checks } = await resultsOf(checked);
    const titles = new Map<string, string>(checksFor(spec, "server").map(({ id, title }) => [id, title]));
    expect(checks.length).toBeGreaterThan(30);
    for (const { id, title, requirement, findings } of checks) {
      expect(title).toBe(titles.get(id));
      expect(`${title} ${requirement.text}`).not.toContain(`$${CLIENT_SECRET_VARIABLE}`);
      for (const { expected, curl = "", exchange } of findings) {
        expect(expected).not.toContain(`$${CLIENT_SECRET_VARIABLE}`);
        expect(curl + JSON.stringify(exchange?.request ?? {})).not.toMatch(
          new RegExp(`client_?secret(?:\\\\*"|=|:|\\s)+${clientSecret}(?!\\w)`, "i"),
        );
      }
    }
    expect(await outputOf(checked)).toContain(`$${CLIENT_SECRET_VARIABLE}`);
  });
});
