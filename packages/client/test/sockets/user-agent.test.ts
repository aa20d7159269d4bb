/** On the wire, the client's user-agent header replaces the one that Node's fetch sends. */
import { version as contractVersion, resource } from "@microbilt-oauth/spec/contract";
import { assert, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { connect } from "./connect.ts";

test("token requests and calls name the versions of client and contract", async () => {
  const { client, server } = await connect();
  await client.fetch(resource.path);
  await client.fetch(resource.path, { method: "POST", body: "{}", headers: { "user-agent": "my-application/1" } });
  assert.deepEqual(
    [...server.tokenRequests, ...server.calls].map(({ headers }) => headers["user-agent"]),
    [
      `microbilt-oauth-client/${manifest.version} (contract ${contractVersion})`,
      `microbilt-oauth-client/${manifest.version} (contract ${contractVersion})`,
      "my-application/1",
    ],
  );
});
