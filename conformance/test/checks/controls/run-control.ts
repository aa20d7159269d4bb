import { createEmulator } from "@microbilt-oauth/emulator";
import type { Certificate } from "@microbilt-oauth/emulator/certificate";
import { originalHandler, serveMutant } from "../../../mutants/kill/serve-mutant.ts";
import type { CheckResult } from "../../../src/run/results.ts";
import { type RunningServer, runningServer } from "../../../src/target.ts";
import { describeEmulator } from "../../../src/targets/emulator.ts";
import { runCatalogue, spec } from "../../support/run.ts";
import type { Control } from "./control.ts";
import { respondWith, serveInProcess } from "./in-process.ts";

/** Runs the whole catalogue against a control. */
export async function runControl(control: Control, certificate?: Certificate): Promise<readonly CheckResult[]> {
  const { emulator, vary } = control;
  await using server = certificate
    ? await serveMutant(spec.contract, { ...(vary && { mutate: vary }), ...(emulator && { emulator }) }, certificate)
    : await serveWithoutSockets(control);
  return await runCatalogue({ ...server, ...control.target });
}

/** The MUST and SHOULD checks that blame a control without reason, each with what it saw; empty if none does. */
export function blamesIn(results: readonly CheckResult[], { blamedFor = [] }: Pick<Control, "blamedFor">): string {
  return results
    .filter(
      ({ id, isMet, requirement: { level } }) =>
        isMet === false && (level === "MUST" || (level === "SHOULD" && !blamedFor.includes(id))),
    )
    .map(({ id, requirement: { level }, findings }) =>
      [
        `${id} (${level})`,
        ...findings.map(({ expected, seen }) => `  expected ${expected}\n  but saw ${seen.slice(0, 100)}`),
      ].join("\n"),
    )
    .join("\n");
}

async function serveWithoutSockets({ emulator: options, vary }: Control): Promise<RunningServer> {
  // The clock stands still unless a check moves it: a busy machine must not let tokens expire.
  const now = Date.now();
  const emulator = createEmulator({ clock: () => now, maxRequests: 0, ...options });
  const target = describeEmulator(emulator, spec.contract, "");
  const handle = vary?.({ contract: spec.contract, emulator, credentials: target.credentials });
  const respond = respondWith(handle ?? ((request, original) => original(request)), originalHandler(emulator));
  const control = await emulator.listenForControl();
  return runningServer(
    {
      ...target,
      baseUrl: serveInProcess(respond),
      controlUrl: control.url,
      lacks: { tls: "this server has no sockets" },
    },
    () => emulator.close(),
  );
}
