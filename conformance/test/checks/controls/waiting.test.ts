/** The checks of expiry where nobody can move the clock. */
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { describe, test } from "vitest";
import { serveMutant } from "../../../mutants/kill/serve-mutant.ts";
import type { Mutate } from "../../../mutants/mutant.ts";
import { runCatalogue, spec } from "../../support/run.ts";

const EXPIRY_CHECKS = ["until-it-expires", "expired", "expired-status", "another-after-expiry"];
const certificate = await createCertificate();

describe.concurrent("where the clock cannot be moved, the checks", { timeout: 60_000 }, () => {
  test.for<[title: string, expiresIn: number, mutate: Mutate]>([
    ["responds at once", 3, () => (request, original) => original(request)],
    ["takes a while for each response", 4, delayedBy(300)],
  ])(
    "wait for access tokens to expire that live for seconds, on a server that %s",
    async ([, expiresIn, mutate], { expect }) => {
      const runs = EXPIRY_CHECKS.map((name) => runCheck(`bearer/${name}`, expiresIn, mutate));
      const results = (await Promise.all(runs)).flat();

      expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
        EXPIRY_CHECKS.map((name) => [`bearer/${name}`, "passed"]),
      );
    },
  );

  test("do not wait for access tokens to expire that live for an hour", async ({ expect }) => {
    expect(await runCheck("bearer/expired", 3_600)).toMatchObject([
      { outcome: "skipped", reason: "access tokens live 3600 s, and the clock of the server cannot be moved" },
    ]);
  });
});

async function runCheck(id: string, expiresIn: number, mutate?: Mutate) {
  const mutation = { emulator: { expiresIn }, ...(mutate && { mutate }) };
  await using target = await serveMutant(spec.contract, mutation, certificate);
  return await runCatalogue(
    { ...target, lacks: { control: "this server has no control API" } },
    (candidate) => candidate === id,
  );
}

function delayedBy(ms: number): Mutate {
  return () => async (request, original) => {
    await sleep(ms);
    return original(request);
  };
}
