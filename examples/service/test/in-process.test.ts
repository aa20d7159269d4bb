import { createClient } from "@microbilt-oauth/client";
import { createEmulator } from "@microbilt-oauth/emulator";
import type { Hono } from "hono";
import { beforeEach, expect, test, vi } from "vitest";
import { createService } from "../src/service.ts";

const app = { clientId: "my-id", clientSecret: "my-secret" };
const emulator = createEmulator({ apps: [app], products: { "/iPredict/GetReport": { body: { score: 700 } } } });
let service: Hono;

beforeEach(() => {
  emulator.reset();
  service = createService(createClient({ environment: "sandbox", ...app, fetch: emulator.fetch }));
});

function requestScore(): Promise<Response> | Response {
  return service.request("/scores", { method: "POST", body: JSON.stringify({ ssn: "000000000" }) });
}

test("returns the score of the product", async () => {
  const response = await requestScore();

  expect(await response.json()).toEqual({ score: 700 });
  expect(emulator.requests.list().at(-1)).toMatchObject({ method: "POST", path: "/iPredict/GetReport" });
});

test("ten callers share one access token", async () => {
  await Promise.all(Array.from({ length: 10 }, requestScore));

  expect(emulator.requests.list().filter(({ endpoint }) => endpoint === "token")).toHaveLength(1);
});

test("replaces an access token that was revoked", async () => {
  await requestScore();
  emulator.tokens.revokeAll();

  expect((await requestScore()).status).toBe(200);
});

test("responds 502 if the product fails", async () => {
  emulator.faults.add({ kind: "status", status: 500, endpoint: "resource" });

  const response = await requestScore();

  expect(response.status).toBe(502);
});

test("responds 503, with the code of the error, if the credentials are rejected", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  emulator.apps.rotateSecret(app.clientId);

  const response = await requestScore();

  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ error: "invalid_client" });
  expect(String(log.mock.lastCall)).not.toContain(app.clientSecret);
});
