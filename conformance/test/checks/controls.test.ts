/** Servers that differ from the emulator within the contract: no MUST check fails. */
import { createEmulator, type EmulatorOptions } from "@microbilt-oauth/emulator";
import { describe, test } from "vitest";
import type { ServerTarget } from "../../src/target.ts";
import { describeEmulator } from "../../src/targets/emulator.ts";
import { failedAt, runCatalogue, spec } from "../support/run.ts";

const NO_TLS = { tls: "this server speaks plain http only" };

describe.concurrent("no MUST check fails on a server that", { timeout: 60_000 }, () => {
  test.for<[string, EmulatorOptions]>([
    ["responds as gateways of MicroBilt's family do", { compatibility: "observed" }],
    [
      "rejects expired tokens and calls beyond the quota with 500",
      { statuses: { ExpiredAccessToken: 500, QuotaExceeded: 500 } },
    ],
    ["repeats a token until it expires", { reuseTokens: true }],
    ["delays its responses", { faults: [{ kind: "latency", ms: 10 }] }],
    ["sends its bodies in pieces", { faults: [{ kind: "slow", ms: 10 }] }],
  ])("%s", async ([, options], { expect, onTestFinished }) => {
    const emulator = createEmulator(options);
    onTestFinished(() => emulator.close());
    const { url } = await emulator.listen();
    const control = await emulator.listenForControl();
    const target = describeEmulator(emulator, spec.contract, url);

    const results = await runCatalogue({ ...target, controlUrl: control.url, lacks: NO_TLS });

    expect(failedAt("MUST", results)).toEqual([]);
  });
});

describe.concurrent("where the clock cannot be moved,", { timeout: 30_000 }, () => {
  const EXPIRY_CHECKS = ["until-it-expires", "expired", "expired-status", "another-after-expiry"];

  test("the checks wait for tokens to expire that live for seconds", async ({ expect, onTestFinished }) => {
    const emulator = createEmulator({ expiresIn: 4 });
    onTestFinished(() => emulator.close());
    const { url } = await emulator.listen();
    const target = withoutControl(describeEmulator(emulator, spec.contract, url));

    const runs = EXPIRY_CHECKS.map((name) => runCatalogue(target, (id) => id === `bearer/${name}`));
    const results = (await Promise.all(runs)).flat();

    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
      EXPIRY_CHECKS.map((name) => [`bearer/${name}`, "passed"]),
    );
  });

  test("the checks do not wait for tokens to expire that live for an hour", async ({ expect, onTestFinished }) => {
    const emulator = createEmulator();
    onTestFinished(() => emulator.close());
    const { url } = await emulator.listen();
    const target = withoutControl(describeEmulator(emulator, spec.contract, url));

    const results = await runCatalogue(target, (id) => id === "bearer/expired");

    expect(results).toMatchObject([
      { outcome: "skipped", reason: "access tokens live 3599 s, and the clock of the server cannot be moved" },
    ]);
  });
});

function withoutControl(target: ServerTarget): ServerTarget {
  return { ...target, lacks: { control: "this server has no control API" } };
}
