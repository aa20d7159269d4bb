import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { BASE_URL, callProduct, createTestClient, failureOf, messagesOf, SECRET, token, tokenPath } from "./token.js";

const server = setupServer(
  http.post(`${BASE_URL}${tokenPath}`, () => HttpResponse.json(token)),
  http.post(`${BASE_URL}/iPredict/GetReport`, ({ request }) =>
    request.headers.get("authorization") === "Bearer for-tests"
      ? HttpResponse.json({ score: 700 })
      : new HttpResponse(null, { status: 401 }),
  ),
);

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test("msw: a call", async () => {
  const response = await callProduct(createTestClient());
  expect(await response.json()).toEqual({ score: 700 });
});

test("msw: a typed call", async () => {
  const { data } = await createTestClient().api().POST("/iPredict/GetReport", { body: {} });
  expect(data).toEqual({ score: 700 });
});

test("msw: a 503 once, then a token", async () => {
  server.use(http.post(`${BASE_URL}${tokenPath}`, () => new HttpResponse(null, { status: 503 }), { once: true }));
  const response = await callProduct(createTestClient());
  expect(response.status).toBe(200);
});

test("msw: when nothing matches, the message says what msw says", async () => {
  const said = messagesOf(await failureOf(fetch(`${BASE_URL}/other`))).at(-1);
  const error = await failureOf(createTestClient().fetch("/other"));
  expect(error.message).toContain(said.slice(0, 40));
  expect(messagesOf(error).join()).not.toContain(SECRET);
});
