import nock from "nock";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  BASE_URL,
  callProduct,
  createTestClient,
  failureOf,
  grantType,
  messagesOf,
  SECRET,
  token,
  tokenPath,
} from "./token.js";

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

function mockApi() {
  nock(BASE_URL)
    .post(tokenPath, (body) => body.grant_type === grantType)
    .reply(200, token)
    .post("/iPredict/GetReport")
    .matchHeader("authorization", "Bearer for-tests")
    .reply(200, { score: 700 });
}

test("nock: a call", async () => {
  mockApi();
  const response = await callProduct(createTestClient());
  expect(await response.json()).toEqual({ score: 700 });
});

test("nock: a typed call", async () => {
  mockApi();
  const { data } = await createTestClient().api().POST("/iPredict/GetReport", { body: {} });
  expect(data).toEqual({ score: 700 });
});

test("nock: when no path matches, the message says what nock says", async () => {
  // nock 15 responds 501 with its words in the body; nock 14 makes fetch reject.
  nock(BASE_URL).get("/something-else").reply(200);
  const error = await failureOf(callProduct(createTestClient({ retry: false })));
  expect(error.message).toMatch(/Nock: No match/);
  expect(messagesOf(error).join()).not.toContain(SECRET);
});

test("nock: when no host matches, the message says what nock says", async () => {
  const error = await failureOf(callProduct(createTestClient({ retry: false })));
  expect(error.message).toMatch(/Nock: Disallowed net connect for/);
  expect(messagesOf(error).join()).not.toContain(SECRET);
});
