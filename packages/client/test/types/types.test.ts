/** What compiles, and what does not: `tsc` checks the types, and vitest that the calls do what the types say. */
import { readFile } from "node:fs/promises";
import Keyv from "keyv";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { expect, expectTypeOf, test } from "vitest";
import {
  type ClientOptions,
  createClient,
  MicrobiltError,
  type MicrobiltEvent,
  type TokenStore,
} from "../../src/index.ts";
import { scene } from "../support/client.ts";
import { json } from "../support/scripted-server.ts";
import type { paths } from "./generated/product.ts";

const credentials = { clientId: "a", clientSecret: "b" };

test("the product's types are those of its document", async () => {
  const document = JSON.parse(await readFile(new URL("product.openapi.json", import.meta.url), "utf8")) as OpenAPI3;
  const types = astToString(await openapiTypescript(document));

  await expect(types).toMatchFileSnapshot("generated/product.ts");
});

test("an api types bodies and answers", async () => {
  const { client, server } = scene();
  const product = client.api<paths>();
  server.callAnswers.push(json(200, { score: 700 }));

  const { data, error, response } = await product.POST("/iPredict/GetReport", { body: { SSN: "1", Amount: 2 } });

  expectTypeOf(data).toEqualTypeOf<{ score: number } | undefined>();
  expectTypeOf(error).toEqualTypeOf<{ problem: string } | undefined>();
  expectTypeOf(response).toEqualTypeOf<Response>();
  expect(data).toEqual({ score: 700 });
  expect(server.calls[0]?.body).toBe('{"SSN":"1","Amount":2}');
});

test("an api types parameters", async () => {
  const { client, server } = scene();
  server.callAnswers.push(json(200, ["a"]));

  const { data } = await client
    .api<paths>()
    .GET("/Reports/{id}", { params: { path: { id: "7/8" }, query: { full: true } } });

  expectTypeOf(data).toEqualTypeOf<string[] | undefined>();
  expect(server.calls[0]?.url.href).toBe("https://api.example/Reports/7%2F8?full=true");
});

test("a refused call of an api is sent again with its body", async () => {
  const { client, server } = scene();
  server.callAnswers.push(new Response(null, { status: 401 }), json(200, { score: 1 }));

  const { data } = await client.api<paths>().POST("/iPredict/GetReport", { body: { SSN: "1" } });

  expect(data).toEqual({ score: 1 });
  expect(server.calls.map(({ body }) => body)).toEqual(['{"SSN":"1"}', '{"SSN":"1"}']);
});

test("an api is no promise, and has no middleware", () => {
  const product = scene().client.api<paths>();

  expectTypeOf(product).not.toHaveProperty("use");
  expect("then" in product).toBe(false);
  expect((product as unknown as { then?: unknown }).then).toBeUndefined();
});

test("a Keyv is a store as it is, and two clients share a token through it", async () => {
  const store = new Keyv();
  expectTypeOf(store).toExtend<TokenStore>();
  const first = scene({ store });
  const token = await first.client.getAccessToken();
  const second = scene({ store, clock: first.clock, fetch: first.server.fetch });

  expect(await second.client.getAccessToken()).toBe(token);
  expect(first.server.tokenRequests).toHaveLength(1);
});

test("events and codes are narrowed by what they say", () => {
  expectTypeOf<Extract<MicrobiltEvent, { type: "token" }>["lifetime"]>().toEqualTypeOf<number>();
  expectTypeOf(new MicrobiltError("timeout", "").code).toExtend<"timeout" | "network_error" | string>();
  expectTypeOf<MicrobiltError["code"]>().not.toEqualTypeOf<string>();
});

/** Never called: it only has to compile, and the lines marked so must not. */
export async function compiles(store: TokenStore): Promise<void> {
  createClient({ environment: "sandbox", ...credentials });
  createClient({ environment: "production", clientId: () => "a", clientSecret: async () => "b", flow: "form", store });
  createClient({ baseUrl: new URL("https://host"), ...credentials, retry: false, refreshAhead: 0, timeout: 1 });

  // @ts-expect-error There is no such environment.
  createClient({ environment: "staging", ...credentials });
  // @ts-expect-error There is no such flow.
  createClient({ environment: "sandbox", ...credentials, flow: "xml" });
  // @ts-expect-error A server is missing.
  createClient({ ...credentials });
  // @ts-expect-error There is a server too many.
  createClient({ environment: "sandbox", baseUrl: "https://host", ...credentials });
  // @ts-expect-error The secret is missing.
  createClient({ environment: "sandbox", clientId: "a" });
  // @ts-expect-error There is no such option.
  createClient({ environment: "sandbox", ...credentials, timeouts: 1 });
  // @ts-expect-error true is no way to retry.
  createClient({ environment: "sandbox", ...credentials, retry: true } satisfies ClientOptions);
  // @ts-expect-error A store needs get, set and delete.
  createClient({ environment: "sandbox", ...credentials, store: { get: () => undefined } });

  const product = createClient({ environment: "sandbox", ...credentials }).api<paths>();
  // @ts-expect-error The product has no such path.
  await product.POST("/iPredict/Report", { body: { SSN: "1" } });
  // @ts-expect-error The path takes no GET.
  await product.GET("/iPredict/GetReport");
  // @ts-expect-error A member is missing.
  await product.POST("/iPredict/GetReport", { body: {} });
  // @ts-expect-error A member has another type.
  await product.POST("/iPredict/GetReport", { body: { SSN: 1 } });
  // @ts-expect-error A parameter is missing.
  await product.GET("/Reports/{id}", { params: { path: { id: "1" } } });
}
