/** Not among the portable tests: Bun and workerd cannot send a request whose method is not one of theirs. */
import { expect, test } from "vitest";
import { createEmulator } from "../src/index.ts";

test("a token that is sent as the method is redacted", async () => {
  const app = { clientId: "my-id", clientSecret: "my-long-secret" };
  const emulator = createEmulator({ apps: [app] });
  await emulator.fetch("http://localhost/a", { method: emulator.tokens.issue(app.clientId) });

  expect(emulator.requests.list()[0]?.method).toBe("[redacted]");
});
