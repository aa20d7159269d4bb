/** Servers whose access tokens are JWTs meet the same requirements. */
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { expect, onTestFinished, test } from "vitest";
import { issuingJwts } from "../../mutants/bearer/invalid-tokens/jwt-tokens.ts";
import { serveMutant } from "../../mutants/kill/serve-mutant.ts";
import { observedRequestChecks } from "../../src/checks/server/token-request/observed-requests.ts";
import { runCatalogue, spec } from "../support/run.ts";

test("every check passes on a server that issues JWTs", { timeout: 30_000 }, async () => {
  const target = await serveMutant(spec.contract, { mutate: issuingJwts(() => false) }, await createCertificate());
  onTestFinished(() => target.close());

  const results = await runCatalogue(target);

  // The checks revoke the JWT, of which the emulator knows only the claim.
  const revoked = "bearer/revoked";
  const undocumented = observedRequestChecks(spec).map(({ id }) => id);
  expect(results.filter(({ outcome }) => outcome !== "passed").map(({ id }) => id)).toEqual([...undocumented, revoked]);
  expect(results.find(({ id }) => id === "bearer/jwt-expiration")).toMatchObject({ outcome: "passed", notes: [] });
});
