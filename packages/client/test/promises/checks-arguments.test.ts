/** Arguments that cannot be meant are rejected, with a message that says what to pass. */
import { assert, test } from "@microbilt-oauth/testing";
import type { MicrobiltError, TokenOptions } from "../../src/index.ts";
import { rejection, setup } from "../support/setup.ts";

const ARGUMENT = "The argument must be an object like { signal }; got ";

for (const [name, createOptions, message] of [
  ["a signal instead of options", () => new AbortController().signal, `${ARGUMENT}AbortSignal`],
  ["a number", () => 7, `${ARGUMENT}Number`],
  ["a string", () => "sandbox", `${ARGUMENT}String`],
  ["a mistyped option", () => ({ singal: undefined }), "singal is not an option; the most similar one is signal"],
  ["another option", () => ({ timeout: 5 }), "timeout is not an option; the most similar one is signal"],
  ["a controller", () => ({ signal: new AbortController() }), "signal must be an AbortSignal; got object"],
] as [string, () => TokenOptions, string][]) {
  test(`getAccessToken and getToken reject ${name}`, async () => {
    const { client, server } = setup();
    const options = createOptions();
    for (const call of [() => client.getAccessToken(options), () => client.getToken(options)]) {
      const error = (await rejection(call())) as MicrobiltError;
      assert.equal(error.code, "invalid_argument");
      assert.equal(error.message, message);
    }
    assert.isEmpty(server.tokenRequests);
  });
}

test("getAccessToken accepts a signal, and options without one", async () => {
  const { client, server } = setup();
  for (const options of [undefined, {}, { signal: undefined }, { signal: new AbortController().signal }]) {
    assert.equal(await client.getAccessToken(options), server.issued[0]);
  }
});

test("fetch rejects headers that are a string, and accepts null", async () => {
  const { client, server } = setup();
  const error = (await rejection(client.fetch("/a", { headers: "a: b" } as never))) as MicrobiltError;
  assert.equal(error.code, "invalid_argument");
  assert.equal(error.message, "headers must be an object, an array of pairs or Headers");
  assert.isEmpty(server.tokenRequests);
  assert.equal((await client.fetch("/a", { headers: null } as never)).status, 200);
});
