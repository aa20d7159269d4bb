/** No error or event contains the secret or a token, even when a server echoes everything it received. */
import { resource } from "@microbilt-oauth/spec/contract";
import { test } from "vitest";
import { CLIENT_SECRET } from "../support/setup.ts";
import { connect, failure } from "./connect.ts";
import { TOKEN_MARK } from "./fault-server.ts";
import { json, raw, respond, token } from "./responders.ts";

const ECHO = [CLIENT_SECRET, encodeURIComponent(CLIENT_SECRET), new URLSearchParams({ "": CLIENT_SECRET })].join(" ");
const TOKEN = `token-${TOKEN_MARK}`;
for (const flow of ["json", "form"] as const) {
  for (const [name, responder] of [
    ["a token error", json(400, { ErrorCode: ECHO, Error: ECHO }, { "x-echo": encodeURI(CLIENT_SECRET) })],
    ["a fault", json(500, { fault: { faultstring: ECHO, detail: { errorcode: ECHO } } })],
    ["Retry-After", json(429, { error: ECHO, error_description: ECHO }, { "retry-after": encodeURI(CLIENT_SECRET) })],
    ["an HTML page", respond(503, ECHO)],
    ["bytes that are not HTTP", raw(`HTTP/1.1 200 OK\r\n${CLIENT_SECRET}${TOKEN}\r\n\r\n`)],
    ["the reason phrase", raw(`HTTP/1.1 400 ${CLIENT_SECRET}\r\ncontent-length: 0\r\n\r\n`, "end")],
    ["a token with a line break", token({ access_token: `${TOKEN}\r\n` })],
    ["the status", token({ access_token: TOKEN, status: ECHO })],
    ["the token's type", token({ access_token: TOKEN, token_type: ECHO })],
  ] as const) {
    test(`no error or event of a ${flow} token request contains what comes back in ${name}`, async () => {
      const { client, server } = await connect({ retry: false, flow });
      server.tokenResponders.push(responder);
      await failure(client.getAccessToken());
    });
  }
}

for (const [name, responder] of [
  ["bytes that are not HTTP", (bearer: string) => raw(`HTTP/1.1 200 OK\r\n${bearer}\r\n\r\n`)],
  ["another protocol", (bearer: string) => raw(`${bearer}\r\n`)],
  ["an upgrade", (bearer: string) => raw(`HTTP/1.1 101 Switching\r\nupgrade: ${bearer}\r\n\r\n`, "end")],
  ["a redirect", (bearer: string) => raw(`HTTP/1.1 307 Go\r\nlocation: /?${bearer}\r\ncontent-length: 0\r\n\r\n`)],
] as const) {
  test(`no error of a call contains the token when it comes back in ${name}`, async () => {
    const { client, server } = await connect();
    server.callResponders.push((response, request) =>
      responder(String(request.headers.authorization))(response, request),
    );
    await failure(client.fetch(resource.path));
  });
}
