import { createEmulator, type Emulator } from "@microbilt-oauth/emulator";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import type { Contract } from "@microbilt-oauth/spec";
import { loadSpec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import { RESERVED_CREDENTIALS, type RunningServer, runningServer, type ServerTarget, UNLIMITED } from "../target.ts";

const DEADLINE_IN_MS = 5_000;

/** How to start the emulator. */
export interface EmulatorTargetOptions {
  /** The port to listen on. @default any free port */
  readonly port?: number | undefined;
}

/**
 * Starts the emulator as a target. It has every capability.
 *
 * @throws {CannotRun} if the emulator cannot listen
 */
export async function startEmulator({ port = 0 }: EmulatorTargetOptions = {}): Promise<RunningServer> {
  const emulator = createEmulator();
  try {
    const certificate = await createCertificate("127.0.0.1");
    const { url } = await emulator.listen({ port });
    const secure = await emulator.listen({ tls: certificate });
    const control = await emulator.listenForControl();
    const description = describeEmulator(emulator, loadSpec().contract, url);
    return runningServer({ ...description, controlUrl: control.url, secureUrl: secure.url, ca: certificate.ca }, () =>
      emulator.close(),
    );
  } catch (error) {
    await emulator.close();
    throw new CannotRun((error as Error).message, { cause: error });
  }
}

/** Registers the applications that the checks need, and describes an emulator at a base URL as a target. */
export function describeEmulator(
  { apps }: Pick<Emulator, "apps">,
  { resource }: Pick<Contract, "resource">,
  baseUrl: string,
): ServerTarget {
  return {
    kind: "server",
    name: "emulator",
    title: "@microbilt-oauth/emulator, started for this run",
    baseUrl,
    credentials: apps.register(),
    secondCredentials: apps.register(),
    reservedCredentials: apps.register(RESERVED_CREDENTIALS),
    resource: { method: resource.methods.at(-1) ?? "POST", path: resource.path },
    lacks: {},
    limitations: {},
    deadline: DEADLINE_IN_MS,
    pace: UNLIMITED,
  };
}
