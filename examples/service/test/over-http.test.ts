import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createEmulator } from "@microbilt-oauth/emulator";
import { afterAll, beforeAll, expect, test } from "vitest";

const app = { clientId: "my-id", clientSecret: "my-secret" };
const emulator = createEmulator({ apps: [app], products: { "/iPredict/GetReport": { body: { score: 700 } } } });
let service: ChildProcess;
let url: string;

beforeAll(async () => {
  const { url: baseUrl } = await emulator.listen();
  service = spawn(process.execPath, [fileURLToPath(new URL("../src/main.ts", import.meta.url))], {
    env: {
      MICROBILT_BASE_URL: baseUrl,
      MICROBILT_CLIENT_ID: app.clientId,
      MICROBILT_CLIENT_SECRET: app.clientSecret,
      PORT: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!service.stdout) {
    throw new Error("The service has no output.");
  }
  [url] = (await once(createInterface(service.stdout), "line")) as [string];
});

afterAll(async () => {
  service.kill();
  await emulator.close();
});

test("returns the score of the product", async () => {
  const response = await fetch(`${url}/scores`, { method: "POST", body: JSON.stringify({ ssn: "000000000" }) });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ score: 700 });
});

test("sends the second call with the same access token", async () => {
  await fetch(`${url}/scores`, { method: "POST", body: JSON.stringify({ ssn: "000000000" }) });

  expect(emulator.requests.list().filter(({ endpoint }) => endpoint === "token")).toHaveLength(1);
});
