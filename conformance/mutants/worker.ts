/** Runs the catalogue against the mutants whose numbers it is sent, until it is sent none. */
import { parentPort } from "node:worker_threads";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { catalogue } from "../src/checks/catalogue.ts";
import { loadSpec } from "../src/document/spec.ts";
import { runChecks } from "../src/run/run-checks.ts";
import { mutants } from "./all.ts";
import type { Outcome } from "./catch.ts";
import { serveMutant } from "./serve.ts";

/** The same requests in each run. */
const SEED = 1;

const spec = loadSpec();
const checks = catalogue(spec);
const certificate = createCertificate();

parentPort?.on("message", async (index: number | undefined) => {
  const mutant = index === undefined ? undefined : mutants[index];
  if (!mutant) {
    parentPort?.close();
    return;
  }
  const start = performance.now();
  const target = await serveMutant(spec.contract, mutant, await certificate);
  const results = await runChecks(spec, checks, target, SEED);
  await target.close();
  const failed = results.filter(({ outcome }) => outcome === "failed");
  const outcome: Outcome = {
    mutant: { title: mutant.title, caughtBy: mutant.caughtBy },
    failed: failed.map(({ id, requirement }) => ({ id, level: requirement.level })),
    duration: performance.now() - start,
  };
  parentPort?.postMessage(outcome);
});
