/** Whether errors about credentials say what is wrong with them, and never show them. */
import { errorCodes, REJECTED_CREDENTIALS } from "../../src/contract.ts";
import { check } from "../../src/processes/program-check.ts";
import { TOKEN_PATH } from "../../src/servers/token-server.ts";
import { clientOf, codeOf, expectNoSecret, failureOf, pause, SECRET, withServer } from "./support.ts";

await check("a vault that throws, one that returns nothing and one that hangs are told apart", async (expect) =>
  withServer({}, async (server) => {
    const vaultError = Object.assign(new Error(`denied for ${SECRET}`), { name: "VaultError", code: "VAULT_DOWN" });
    const messages = await Promise.all(
      [() => Promise.reject(vaultError), () => undefined, () => new Promise(() => {})].map(async (clientSecret) => {
        const error = await failureOf(clientOf(server.url, { clientSecret, timeout: 200 }).getAccessToken());
        expect(codeOf(error) === "credentials_unavailable", "code credentials_unavailable");
        expectNoSecret(error, expect);
        return String(error?.message);
      }),
    );
    expect(new Set(messages).size === 3, "three different messages");
    expect(
      /VaultError/.test(messages[0] ?? "") && /VAULT_DOWN/.test(messages[0] ?? ""),
      "the message has the error's name and code",
    );
    expect(server.tokenRequests.length === 0, "no token request");
    return messages.map((message) => `"${message}"`).join(", ");
  }),
);
await check("a broken vault is not called by every call", async (expect) =>
  withServer({}, async (server) => {
    let calls = 0;
    const clientSecret = async () => {
      calls += 1;
      await pause(10);
      throw new Error("down");
    };
    const microbilt = clientOf(server.url, { clientSecret });
    const start = performance.now();
    await Promise.allSettled(Array.from({ length: 50 }, () => microbilt.getAccessToken()));
    const atOnce = calls;
    for (let n = 0; n < 20; n++) {
      await failureOf(microbilt.getAccessToken());
    }
    const took = performance.now() - start;
    expect(atOnce <= 1, "50 calls at once call it once");
    expect(calls - atOnce <= Math.ceil(took / 1_000), "20 calls in a row call it at most once a second");
    return `${atOnce} calls of the vault for 50 calls at once, ${calls - atOnce} for 20 in a row within ${Math.round(took)} ms`;
  }),
);

for (const [status, secret, body, path] of [
  [400, "client", REJECTED_CREDENTIALS, "ErrorCode"],
  [500, "client", REJECTED_CREDENTIALS, "ErrorCode"],
  [
    500,
    "Client",
    JSON.stringify({
      fault: { faultstring: "Invalid client identifier", detail: { errorcode: errorCodes.newCredentials[1] } },
    }),
    "fault",
  ],
] as const) {
  await check(`a secret that is part of the code does not hide invalid_client (${status}, ${path})`, (expect) =>
    withServer({ onTokenRequest: () => ({ status, body }) }, async (server) => {
      const error = await failureOf(clientOf(server.url, { clientSecret: secret }).getAccessToken());
      expect(codeOf(error) === "invalid_client", "code invalid_client");
      expect(server.tokenRequests.length === 1, "one token request");
      return `${codeOf(error)}: "${error?.message}", ${server.tokenRequests.length} token requests`;
    }),
  );
}
await check("a short secret does not shred the message", (expect) =>
  withServer(
    {
      onTokenRequest: () => ({
        status: 400,
        body: JSON.stringify({ ErrorCode: "invalid_request", Error: "Required param : grant_type" }),
      }),
    },
    async (server) => {
      const error = await failureOf(clientOf(server.url, { clientSecret: "a" }).getAccessToken());
      expect(/Required param : grant_type/.test(String(error?.message)), "the message has the server's words");
      return `"${error?.message}"`;
    },
  ),
);
await check("a 401 gateway fault at the token endpoint is not invalid_client, and names the address", (expect) => {
  const body = JSON.stringify({
    fault: { faultstring: "Invalid access token", detail: { errorcode: errorCodes.newToken[0] } },
  });
  return withServer({ onTokenRequest: () => ({ status: 401, body }) }, async (server) => {
    const error = await failureOf(clientOf(server.url).getAccessToken());
    expect(codeOf(error) !== "invalid_client" && codeOf(error) !== undefined, "the code is not invalid_client");
    expect(String(error?.message).includes(server.url + TOKEN_PATH), "the message names the address");
    return `${codeOf(error)}: "${error?.message}"`;
  });
});
await check("during the pause after invalid_client, the error says that no request was sent", (expect) =>
  withServer({ onTokenRequest: () => ({ status: 401, body: REJECTED_CREDENTIALS }) }, async (server) => {
    const microbilt = clientOf(server.url);
    await failureOf(microbilt.getAccessToken());
    const error = await failureOf(microbilt.getAccessToken());
    expect(server.tokenRequests.length === 1, "one token request");
    expect(/no (?:token )?request|not sent/i.test(String(error?.message)), "the message says so");
    return `"${error?.message}"`;
  }),
);

process.exit();
