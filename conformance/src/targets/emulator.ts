import { createEmulator, type Emulator } from "@microbilt-oauth/emulator";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import type { Contract } from "@microbilt-oauth/spec";
import { CannotRun, RESERVED_CREDENTIALS, type Target, UNHURRIED } from "./target.ts";

const DEADLINE_IN_MS = 2_000;

/**
 * Starts the emulator, which knows applications, issues tokens and remembers them.
 *
 * @throws {CannotRun} when it cannot listen
 */
export async function startEmulator(contract: Contract, port?: number): Promise<Target> {
  const emulator = createEmulator();
  try {
    const certificate = await createCertificate("127.0.0.1");
    const { url } = await emulator.listen(port === undefined ? {} : { port });
    const secure = await emulator.listen({ tls: certificate });
    const control = await emulator.listenForControl();
    return {
      ...describeEmulator(emulator, contract, url),
      controlUrl: control.url,
      secureUrl: secure.url,
      ca: certificate.ca,
      close: () => emulator.close(),
    };
  } catch (error) {
    await emulator.close();
    throw new CannotRun((error as Error).message, { cause: error });
  }
}

/** An emulator at an address, with applications registered for the checks. */
export function describeEmulator(
  { apps }: Pick<Emulator, "apps">,
  { resource }: Contract,
  baseUrl: string,
): Omit<Target, "close"> {
  return {
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
    pace: UNHURRIED,
  };
}
