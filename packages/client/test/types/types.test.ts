/** What compiles and what does not: `tsc` checks the types, and vitest checks that calls do what the types say. */
import { readFile } from "node:fs/promises";
import type { GatewayFault } from "@microbilt-oauth/spec/types";
import Keyv from "keyv";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { expect, expectTypeOf, test } from "vitest";
import {
  type ClientOptions,
  createClient,
  MicrobiltError,
  type MicrobiltEvent,
  type Product,
  type TokenEvent,
  type TokenStore,
} from "../../src/index.ts";
import { json } from "../support/scripted-server.ts";
import { setup } from "../support/setup.ts";
import type { paths } from "./generated/product.ts";

const credentials = { clientId: "a", clientSecret: "b" };

test("the types of the product are generated from its document", async () => {
  const document = JSON.parse(await readFile(new URL("product.openapi.json", import.meta.url), "utf8")) as OpenAPI3;
  const types = astToString(await openapiTypescript(document));

  await expect(types).toMatchFileSnapshot("generated/product.ts");
});

test("an api has types for bodies and responses", async () => {
  const { client, server } = setup();
  const product = client.api<paths>();
  server.callResponses.push(json(200, { score: 700 }));

  const { data, error, response } = await product.POST("/iPredict/GetReport", { body: { SSN: "1", Amount: 2 } });

  expectTypeOf(data).toEqualTypeOf<{ score: number } | undefined>();
  expectTypeOf(error).toEqualTypeOf<{ problem: string } | GatewayFault | undefined>();
  expectTypeOf(response).toEqualTypeOf<Response>();
  expect(data).toEqual({ score: 700 });
  expect(server.calls[0]?.body).toBe('{"SSN":"1","Amount":2}');
});

test("an api takes its types and its base path from a product", async () => {
  const { client, server } = setup();
  const product: Product<paths> = { basePath: "/base" };
  server.callResponses.push(json(200, { score: 700 }), json(200, { score: 701 }));

  const { data } = await client.api(product).POST("/iPredict/GetReport", { body: { SSN: "1" } });
  const other = await client.api({ ...product, headers: {} }).POST("/iPredict/GetReport", { body: { SSN: "1" } });

  expectTypeOf(data).toEqualTypeOf<{ score: number } | undefined>();
  expectTypeOf(other.data).toEqualTypeOf<{ score: number } | undefined>();
  expect([data, other.data]).toEqual([{ score: 700 }, { score: 701 }]);
  expect(server.calls.map(({ url }) => url.pathname)).toEqual(Array(2).fill("/base/iPredict/GetReport"));
});

test("the errors of the gateway are in the type of error, whatever the product documents", () => {
  const { client } = setup();
  interface Paths {
    "/bare": { get: { responses: { 200: { content: { "application/json": 1 } } } } };
    "/own": { get: { responses: { 200: { content?: never }; 401: { content: { "application/json": 2 } } } } };
    "/empty": { get: { responses: { 200: { content?: never }; 401: { content?: never } } } };
    "/default": { get: { responses: { 200: { content?: never }; default: { content: { "text/plain": "3" } } } } };
  }
  const api = client.api<Paths>();
  const call = {
    bare: () => api.GET("/bare"),
    own: () => api.GET("/own"),
    empty: () => api.GET("/empty"),
    default: () => api.GET("/default"),
  };
  type ErrorOf<Name extends keyof typeof call> = NonNullable<Awaited<ReturnType<(typeof call)[Name]>>["error"]>;

  expectTypeOf<ErrorOf<"bare">>().toEqualTypeOf<GatewayFault>();
  expectTypeOf<ErrorOf<"own">>().toEqualTypeOf<GatewayFault | 2>();
  expectTypeOf<ErrorOf<"empty">>().toEqualTypeOf<GatewayFault>();
  expectTypeOf<ErrorOf<"default">>().toEqualTypeOf<GatewayFault | "3">();
});

test("an api has types for parameters", async () => {
  const { client, server } = setup();
  server.callResponses.push(json(200, ["a"]));

  const { data } = await client
    .api<paths>()
    .GET("/Reports/{id}", { params: { path: { id: "7/8" }, query: { full: true } } });

  expectTypeOf(data).toEqualTypeOf<string[] | undefined>();
  expect(server.calls[0]?.url.href).toBe("https://api.example/Reports/7%2F8?full=true");
});

test("a rejected call of an api is sent again with its body", async () => {
  const { client, server } = setup();
  server.callResponses.push(new Response(null, { status: 401 }), json(200, { score: 1 }));

  const { data } = await client.api<paths>().POST("/iPredict/GetReport", { body: { SSN: "1" } });

  expect(data).toEqual({ score: 1 });
  expect(server.calls.map(({ body }) => body)).toEqual(['{"SSN":"1"}', '{"SSN":"1"}']);
});

test("an api is not a promise and has no middleware", () => {
  const product = setup().client.api<paths>();

  expectTypeOf(product).not.toHaveProperty("use");
  expect("then" in product).toBe(false);
  expect((product as unknown as { then?: unknown }).then).toBeUndefined();
});

test("a Keyv instance is a store, through which two clients share a token", async () => {
  const store = new Keyv();
  expectTypeOf(store).toExtend<TokenStore>();
  const first = setup({ store });
  const token = await first.client.getAccessToken();
  const second = setup({ store, clock: first.clock, fetch: first.server.fetch });

  expect(await second.client.getAccessToken()).toBe(token);
  expect(first.server.tokenRequests).toHaveLength(1);
});

test("the type of an event narrows its members", () => {
  expectTypeOf<Extract<MicrobiltEvent, { type: "token" }>>().toEqualTypeOf<TokenEvent>();
  expectTypeOf<TokenEvent["lifetime"]>().toEqualTypeOf<number>();
});

test("the code of an error is one of the stable codes", () => {
  expectTypeOf(new MicrobiltError("timeout", "").code).toEqualTypeOf<
    | "invalid_argument"
    | "foreign_origin"
    | "redirected"
    | "credentials_unavailable"
    | "invalid_client"
    | "token_request_refused"
    | "rate_limited"
    | "server_error"
    | "network_error"
    | "invalid_fetch"
    | "timeout"
    | "token_expired"
    | "response_too_large"
    | "response_not_json"
    | "token_not_approved"
    | "token_type_unsupported"
    | "access_token_missing"
    | "access_token_malformed"
  >();
});

/** Is never called: it must compile, except the lines that are marked with an expected error. */
export async function compiles(store: TokenStore): Promise<void> {
  createClient({ environment: "sandbox", ...credentials });
  createClient({ environment: "production", clientId: () => "a", clientSecret: async () => "b", flow: "form", store });
  createClient({ baseUrl: new URL("https://host"), ...credentials, retry: false, refreshAhead: 0, timeout: 1 });

  createClient({
    environment: undefined,
    baseUrl: "https://host",
    allowInsecureRequests: undefined,
    ...credentials,
    flow: undefined,
    timeout: undefined,
    retry: { attempts: undefined, budget: undefined },
    refreshAhead: undefined,
    store: undefined,
    storeTimeout: undefined,
    waitUntil: undefined,
    fetch: undefined,
    onEvent: undefined,
    clock: undefined,
    random: undefined,
  });
  createClient({ environment: "sandbox", baseUrl: undefined, ...credentials, retry: undefined });
  createClient({ environment: "sandbox", ...credentials, fetch: globalThis.fetch });
  createClient({
    environment: "sandbox",
    ...credentials,
    fetch: (url, init) => fetch(url, { ...init, priority: "low" }),
  });

  // @ts-expect-error The environment does not exist.
  createClient({ environment: "staging", ...credentials });
  // @ts-expect-error The flow does not exist.
  createClient({ environment: "sandbox", ...credentials, flow: "xml" });
  // @ts-expect-error The server is missing.
  createClient({ ...credentials });
  // @ts-expect-error There are two servers.
  createClient({ environment: "sandbox", baseUrl: "https://host", ...credentials });
  // @ts-expect-error The secret is missing.
  createClient({ environment: "sandbox", clientId: "a" });
  // @ts-expect-error The option does not exist.
  createClient({ environment: "sandbox", ...credentials, timeouts: 1 });
  // @ts-expect-error Only false turns retries off.
  createClient({ environment: "sandbox", ...credentials, retry: true } satisfies ClientOptions);
  // @ts-expect-error The store has no set and delete.
  createClient({ environment: "sandbox", ...credentials, store: { get: () => undefined } });

  const product = createClient({ environment: "sandbox", ...credentials }).api<paths>();
  const typed: Product<paths> = { basePath: "/base" };
  const typedApi = createClient({ environment: "sandbox", ...credentials }).api(typed);
  // @ts-expect-error The product does not have the path.
  await typedApi.POST("/GetReport", { body: { SSN: "1" } });
  // @ts-expect-error The option does not exist.
  createClient({ environment: "sandbox", ...credentials }).api({ ...typed, baseUrl: "https://host" });
  // @ts-expect-error The product does not have the path.
  await product.POST("/iPredict/Report", { body: { SSN: "1" } });
  // @ts-expect-error The path does not have GET.
  await product.GET("/iPredict/GetReport");
  // @ts-expect-error A member is missing.
  await product.POST("/iPredict/GetReport", { body: {} });
  // @ts-expect-error A member has another type.
  await product.POST("/iPredict/GetReport", { body: { SSN: 1 } });
  // @ts-expect-error A parameter is missing.
  await product.GET("/Reports/{id}", { params: { path: { id: "1" } } });
}
