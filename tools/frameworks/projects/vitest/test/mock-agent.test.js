import { getGlobalDispatcher, MockAgent, setGlobalDispatcher, fetch as undiciFetch } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BASE_URL, callProduct, createTestClient, failureOf, messagesOf, SECRET, token, tokenPath } from "./token.js";

const before = getGlobalDispatcher();
let agent;

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  setGlobalDispatcher(agent);
});
afterEach(async () => {
  setGlobalDispatcher(before);
  await agent.close();
});

function mockApi() {
  const pool = agent.get(BASE_URL);
  const headers = { headers: { "content-type": "application/json" } };
  pool.intercept({ path: tokenPath, method: "POST" }).reply(200, token, headers);
  pool.intercept({ path: "/iPredict/GetReport", method: "POST" }).reply(200, { score: 700 }, headers);
}

for (const [name, options] of Object.entries({ "the global fetch": {}, "undici's fetch": { fetch: undiciFetch } })) {
  test(`MockAgent with ${name}: a call`, async () => {
    mockApi();
    const response = await callProduct(createTestClient(options));
    expect(await response.json()).toEqual({ score: 700 });
  });

  test(`MockAgent with ${name}: a typed call`, async () => {
    mockApi();
    const { data } = await createTestClient(options).api().POST("/iPredict/GetReport", { body: {} });
    expect(data).toEqual({ score: 700 });
  });

  test(`MockAgent with ${name}: when nothing matches, the message says what undici says`, async () => {
    agent.get(BASE_URL);
    const error = await failureOf(callProduct(createTestClient({ ...options, retry: false })));
    expect(error.message).toMatch(/Mock dispatch not matched/);
    expect(messagesOf(error).join()).not.toContain(SECRET);
  });
}
