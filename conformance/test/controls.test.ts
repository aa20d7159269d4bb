/** Servers that keep the contract in other ways than the emulator does: no MUST is missed. */
import { createEmulator, type EmulatorOptions } from "@microbilt-oauth/emulator";
import { expect, onTestFinished, test } from "vitest";
import { describeEmulator } from "../src/targets/emulator.ts";
import { failedAt, runCatalogue, spec } from "./support/run.ts";

const LONG = 120_000;

test.each<[string, EmulatorOptions]>([
  ["as servers of MicroBilt's family were seen to answer", { compatibility: "observed" }],
  ["500 for an expired token and a used-up quota", { statuses: { ExpiredAccessToken: 500, QuotaExceeded: 500 } }],
  ["the same token until it expires", { reuseTokens: true }],
  ["slowly", { faults: [{ kind: "latency", ms: 30 }] }],
  ["drop by drop", { faults: [{ kind: "slow", ms: 40 }] }],
])("%s", { timeout: LONG }, async (_, options) => {
  const emulator = createEmulator(options);
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const control = await emulator.listenForControl();

  const results = await runCatalogue({
    ...describeEmulator(emulator, spec.contract, url),
    controlUrl: control.url,
    lacks: { tls: "plain http" },
  });

  expect(failedAt("MUST", results)).toEqual([]);
});

test("tokens that live a few seconds are waited for", { timeout: LONG }, async () => {
  const emulator = createEmulator({ tokenLifetime: 3 });
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const target = { ...describeEmulator(emulator, spec.contract, url), lacks: { control: "none" } };

  const results = await runCatalogue(target, (id) => /expir|\/(?:json|form|twice)$/.test(id));

  expect(results.map(({ id, outcome }) => `${id} ${outcome}`).filter((line) => !line.endsWith(" passed"))).toEqual([]);
});

test("tokens that live long are not, where the clock cannot be moved", async () => {
  const emulator = createEmulator();
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const target = { ...describeEmulator(emulator, spec.contract, url), lacks: { control: "none" } };

  const [result] = await runCatalogue(target, (id) => id === "bearer/expired");

  expect(result).toMatchObject({ outcome: "skipped", reason: "its tokens live 3599 s, and its clock cannot be moved" });
});
