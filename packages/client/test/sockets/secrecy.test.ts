/** What was sent and comes back, from a server that echoes everything, is in no error and in no event. */
import { resource } from "@microbilt-oauth/spec/contract";
import { test } from "vitest";
import { CLIENT_SECRET } from "../support/client.ts";
import { answer, grant, json, raw } from "./answers.ts";
import { connect, failure } from "./connect.ts";
import { TOKEN_MARK } from "./fault-server.ts";

const ECHO = [CLIENT_SECRET, encodeURIComponent(CLIENT_SECRET), new URLSearchParams({ "": CLIENT_SECRET })].join(" ");
const TOKEN = `token-${TOKEN_MARK}`;
for (const flow of ["json", "form"] as const) {
  for (const [name, given] of [
    ["a refusal", json(400, { ErrorCode: ECHO, Error: ECHO }, { "x-echo": encodeURI(CLIENT_SECRET) })],
    ["a fault", json(500, { fault: { faultstring: ECHO, detail: { errorcode: ECHO } } })],
    ["Retry-After", json(429, { error: ECHO, error_description: ECHO }, { "retry-after": encodeURI(CLIENT_SECRET) })],
    ["a page", answer(503, ECHO)],
    ["something that is not HTTP", raw(`HTTP/1.1 200 OK\r\n${CLIENT_SECRET}${TOKEN}\r\n\r\n`)],
    ["the reason phrase", raw(`HTTP/1.1 400 ${CLIENT_SECRET}\r\ncontent-length: 0\r\n\r\n`, "end")],
    ["a token with a line break", grant({ access_token: `${TOKEN}\r\n` })],
    ["the verdict", grant({ access_token: TOKEN, status: ECHO })],
    ["the token's type", grant({ access_token: TOKEN, token_type: ECHO })],
  ] as const) {
    test(`what a ${flow} token request sent and comes back in ${name} is in no error`, async () => {
      const { client, server } = await connect({ retry: false, flow });
      server.tokenAnswers.push(given);
      await failure(client.getAccessToken());
    });
  }
}

for (const [name, given] of [
  ["something that is not HTTP", (bearer: string) => raw(`HTTP/1.1 200 OK\r\n${bearer}\r\n\r\n`)],
  ["a protocol of its own", (bearer: string) => raw(`${bearer}\r\n`)],
  ["an upgrade", (bearer: string) => raw(`HTTP/1.1 101 Switching\r\nupgrade: ${bearer}\r\n\r\n`, "end")],
  ["a redirect", (bearer: string) => raw(`HTTP/1.1 307 Go\r\nlocation: /?${bearer}\r\ncontent-length: 0\r\n\r\n`)],
] as const) {
  test(`what a call sent and comes back in ${name} is in no error`, async () => {
    const { client, server } = await connect();
    server.callAnswers.push((response, arrival) => given(String(arrival.headers.authorization))(response, arrival));
    await failure(client.fetch(resource.path));
  });
}
