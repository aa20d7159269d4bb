import { createEmulator, type Emulator, type EmulatorOptions } from "@microbilt-oauth/emulator";
import { onTestFinished } from "vitest";

/** The application of the tests. */
export const APP = { clientId: "my-id", clientSecret: "correct-horse-battery" } as const;

/** The environment variables with the credentials of {@link APP}. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  MICROBILT_CLIENT_ID: APP.clientId,
  MICROBILT_CLIENT_SECRET: APP.clientSecret,
};

/** Starts an emulator on a socket, until the test ends. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; baseUrl: string }> {
  const emulator = createEmulator({ apps: [APP], ...options });
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen({ port: 0 });
  return { emulator, baseUrl: url };
}
