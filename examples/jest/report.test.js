const { requestScore } = require("./report.js");

/** Calls a method of the emulator. */
async function control(path, args = {}) {
  const response = await fetch(`${process.env.EMULATOR_CONTROL_URL}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  return response.json();
}

function revokeTokens() {
  return control("/tokens/revoke-all");
}

beforeEach(() => control("/reset"));

test("returns the score of the product", async () => {
  expect(await requestScore("000000000")).toBe(700);
});

test("replaces an access token that was revoked", async () => {
  await requestScore("000000000");
  await revokeTokens();

  expect(await requestScore("000000000")).toBe(700);
});

test("reports that the product failed", async () => {
  await control("/faults/add", { kind: "status", status: 500, endpoint: "resource" });

  await expect(requestScore("000000000")).rejects.toThrow("The product responded 500.");
});
