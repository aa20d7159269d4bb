/** Receives the index of a mutant, runs the checks against it and posts the result. */
import { parentPort, workerData } from "node:worker_threads";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { catalogue } from "../../src/checks/server/catalogue.ts";
import { loadSpec } from "../../src/document/spec.ts";
import { mutants } from "../all.ts";
import { killMutant, namedChecks } from "./kill-mutant.ts";

/** Whether every check runs against every mutant. */
const isMatrix = workerData as boolean;
const spec = loadSpec();
const checks = catalogue(spec);
const certificate = createCertificate();

parentPort?.on("message", async (index: number) => {
  const mutant = mutants[index];
  if (!mutant) {
    parentPort?.close();
    return;
  }
  const selected = isMatrix ? checks : namedChecks(checks, mutant);
  parentPort?.postMessage(await killMutant(spec, mutant, selected, await certificate));
});
