import { createClient, MicrobiltError } from "@microbilt-oauth/client";
import { assert, test } from "@microbilt-oauth/testing";
import type { Emulator } from "../../src/index.ts";
import { CLIENT_ID, CLIENT_SECRET, createTestEmulator } from "../support/requests.ts";

function clientOf({ fetch }: Emulator, flow: "json" | "form" = "json", clientSecret = CLIENT_SECRET) {
  return createClient({ environment: "sandbox", clientId: CLIENT_ID, clientSecret, flow, fetch });
}

for (const flow of ["json", "form"] as const) {
  test(`the client requests a token in the ${flow} flow, and calls a product with it`, async () => {
    const emulator = createTestEmulator();
    const response = await clientOf(emulator, flow).fetch("/iPredict/GetReport", { method: "POST", body: '{"a":1}' });

    assert.equal(response.status, 200);
    assert.deepEqual(
      emulator.requests.list().map(({ endpoint, status }) => [endpoint, status]),
      [
        ["token", 200],
        ["resource", 200],
      ],
    );
  });
}

test("the client requests another token after one is revoked", async () => {
  const emulator = createTestEmulator();
  const microbilt = clientOf(emulator);
  await microbilt.fetch("/a");
  emulator.tokens.revokeAll();

  assert.equal((await microbilt.fetch("/a")).status, 200);
});

test("the client reports a wrong secret", async () => {
  const error = await clientOf(createTestEmulator(), "json", "wrong")
    .getAccessToken()
    .catch((reason: unknown) => reason);

  assert.instanceOf(error, MicrobiltError);
  assert.equal((error as MicrobiltError).code, "invalid_client");
});
