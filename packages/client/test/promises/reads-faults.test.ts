/** A program can tell the gateway's fault from a product's own error. */
import { errorCodes } from "@microbilt-oauth/spec/contract";
import { assert, test } from "@microbilt-oauth/testing";
import { readFault } from "../../src/index.ts";
import { fault, json } from "../support/scripted-server.ts";

test("a gateway fault is read, and its body stays readable", async () => {
  const response = fault(403, errorCodes.none[0]);
  assert.deepEqual(await readFault(response), { code: errorCodes.none[0], message: "Invalid Access Token" });
  assert.nestedProperty(await response.json(), "fault.detail.errorcode");
});

test("a fault without a code has a message", async () => {
  assert.deepEqual(await readFault(json(500, { fault: { faultstring: "Down" } })), { message: "Down" });
});

for (const [name, create] of [
  ["a product's own error", () => json(400, { error: "no", message: "no", code: "no" })],
  ["a fault that is a string", () => json(400, { fault: "no" })],
  ["an HTML page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
  ["no body", () => new Response(null, { status: 401 })],
  ["a long body", () => json(500, { fault: { faultstring: "x".repeat(10_000) } })],
] as const) {
  test(`${name} has no fault`, async () => {
    assert.isUndefined(await readFault(create()));
  });
}

test("a response whose body was read has no fault", async () => {
  const response = fault(401);
  await response.text();
  assert.isUndefined(await readFault(response));
});
