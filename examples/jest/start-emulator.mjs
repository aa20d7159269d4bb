import { createEmulator } from "@microbilt-oauth/emulator";

const app = { clientId: "my-id", clientSecret: "my-secret" };

export default async function startEmulator() {
  const emulator = createEmulator({ apps: [app], products: { "/iPredict/GetReport": { body: { score: 700 } } } });
  process.env.MICROBILT_BASE_URL = (await emulator.listen()).url;
  process.env.MICROBILT_CLIENT_ID = app.clientId;
  process.env.MICROBILT_CLIENT_SECRET = app.clientSecret;
  process.env.EMULATOR_CONTROL_URL = (await emulator.listenForControl()).url;
  globalThis.emulator = emulator;
}
