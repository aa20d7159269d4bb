/** An api is a plain object with the methods of openapi-fetch, which is loaded with the first call. */
import { expect, test, vi } from "vitest";
import { json } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";
import type { paths } from "./generated/product.ts";

const METHODS = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"] as const;

test("an api has the eight HTTP methods and request, and no others", () => {
  const api = setup().client.api<paths>();

  expect(Object.keys(api).sort()).toEqual([...METHODS, "request"].sort());
  expect(Object.getPrototypeOf(api)).toBe(Object.prototype);
  expect((api as unknown as Record<string, unknown>)["NONSENSE"]).toBeUndefined();
  expect("then" in api).toBe(false);
});

test("a method of an api is always the same function", () => {
  const api = setup().client.api<paths>();

  expect(api.POST).toBe(api.POST);
});

test.each(METHODS.filter((method) => method !== "TRACE"))("an api sends %s requests", async (method) => {
  const { client, server } = setup();
  server.callResponses.push(new Response(null, { status: 204 }));
  const api = client.api<Record<"/a", Record<Lowercase<typeof method>, { responses: { 204: { content?: never } } }>>>();

  const { response } = await (api[method] as (path: "/a") => Promise<{ response: Response }>)("/a");

  expect(response.status).toBe(204);
  expect(server.calls.map((call) => call.method)).toEqual([method]);
});

test("an api passes TRACE to fetch, which forbids it", async () => {
  const { client } = setup();
  const api = client.api<Record<"/a", { trace: { responses: { 200: { content?: never } } } }>>();

  await expect(api.TRACE("/a")).rejects.toThrow(/TRACE/);
});

test("request sends a request with the method of its first argument", async () => {
  const { client, server } = setup();
  server.callResponses.push(json(200, { score: 700 }));

  const { data } = await client.api<paths>().request("post", "/iPredict/GetReport", { body: { SSN: "1" } });

  expect(data).toEqual({ score: 700 });
  expect(server.calls.map(({ method, body }) => [method, body])).toEqual([["POST", '{"SSN":"1"}']]);
});

test("a test can replace or spy on a method", async () => {
  const { client, server } = setup();
  const api = client.api<paths>();
  const spy = vi.spyOn(api, "POST");
  server.callResponses.push(json(200, { score: 700 }));
  await api.POST("/iPredict/GetReport", { body: { SSN: "1" } });
  expect(spy).toHaveBeenCalledWith("/iPredict/GetReport", { body: { SSN: "1" } });

  api.POST = (async () => ({ data: { score: 1 }, response: new Response() })) as unknown as typeof api.POST;
  const { data } = await api.POST("/iPredict/GetReport", { body: { SSN: "1" } });

  expect(data).toEqual({ score: 1 });
  expect(server.calls).toHaveLength(1);
});
