/** Node's own proxy support: NODE_USE_ENV_PROXY and HTTP_PROXY, set before the process starts. */
import { check } from "../../src/processes/program-check.ts";
import { startTokenServer } from "../../src/servers/token-server.ts";
import { type AnyFetch, clientOf, PRODUCT_PATH } from "./calls.ts";

await check("NODE_USE_ENV_PROXY", async (expect) => {
  const server = await startTokenServer();
  try {
    const { status } = await clientOf(server, fetch as AnyFetch).fetch(PRODUCT_PATH, { method: "POST", body: "{}" });
    expect(status === 200, "the call succeeds");
    return `status ${status}`;
  } finally {
    await server.close();
  }
});
process.exit();
