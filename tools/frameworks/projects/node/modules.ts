/** The client loaded with `import` and with `require()`, both in one process. */
import { createRequire } from "node:module";
import * as imported from "@microbilt-oauth/client";
import { check } from "../../src/processes/program-check.ts";
import { failureOf, SECRET, withServer } from "./support.ts";

type Client = typeof imported & {
  /** Since the release that these tests were written for. */
  readonly isMicrobiltError?: (error: unknown) => boolean;
};

const require = createRequire(import.meta.url);

await check("require() loads the client", async (expect) => {
  const { createClient } = require("@microbilt-oauth/client") as Client;
  expect(typeof createClient === "function", "createClient is a function");
  return withServer({}, async ({ url }) => {
    const microbilt = createClient({ baseUrl: url, clientId: "my-application", clientSecret: SECRET });
    const { status } = await microbilt.fetch("/iPredict/GetReport");
    expect(status === 200, "a call succeeds");
    return `status ${status}`;
  });
});
await check("an error of the required client is recognised by what was imported, and the other way round", (expect) =>
  withServer({ onTokenRequest: () => ({ status: 401 }) }, async ({ url }) => {
    const required = require("@microbilt-oauth/client") as Client;
    const options = { baseUrl: url, clientId: "my-application", clientSecret: SECRET };
    const ofRequired = await failureOf(required.createClient(options).getAccessToken());
    const ofImported = await failureOf(imported.createClient(options).getAccessToken());
    expect(isRecognised(imported, ofRequired), "the imported guard recognises it");
    expect(isRecognised(required, ofImported), "the required guard recognises it");
    const isSame = required.MicrobiltError === imported.MicrobiltError;
    return isSame ? "one class" : "two classes";
  }),
);
process.exit();

/** With the guard where the release has one. */
function isRecognised(client: Client, error: unknown): boolean {
  return client.isMicrobiltError ? client.isMicrobiltError(error) : error instanceof client.MicrobiltError;
}
