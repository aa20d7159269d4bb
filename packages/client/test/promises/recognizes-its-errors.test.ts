/** isMicrobiltError recognizes the errors of this package, whichever copy of it created them. */
import { assert, test } from "@microbilt-oauth/testing";
import { isMicrobiltError, MicrobiltError } from "../../src/index.ts";
import { rejection, setup } from "../support/setup.ts";

test("a MicrobiltError is recognized", async () => {
  const { client, server } = setup();
  server.tokenResponses.push(new Response(null, { status: 401 }));
  const error = await rejection(client.getAccessToken());
  assert.isTrue(isMicrobiltError(error));
  assert.equal(isMicrobiltError(error) && error.code, "invalid_client");
});

test("an instance of a subclass is recognized", () => {
  class OwnError extends MicrobiltError {}
  assert.isTrue(isMicrobiltError(new OwnError("timeout", "")));
});

for (const [name, value] of [
  ["an error with a code", Object.assign(new Error("timeout"), { code: "timeout" })],
  ["an error with only the name", Object.assign(new Error("timeout"), { name: "MicrobiltError" })],
  ["an object with the members of the error", { ...new MicrobiltError("timeout", "") }],
  ["a DOMException", new DOMException("timeout", "TimeoutError")],
  ["undefined", undefined],
  ["null", null],
  ["a string", "timeout"],
  ["the class itself", MicrobiltError],
] as const) {
  test(`${name} is not recognized`, () => {
    assert.isFalse(isMicrobiltError(value));
  });
}
