const { rejectedCredentials, token, tokenPath } = require("../contract.json");

const BASE_URL = "https://microbilt.test";
const SECRET = "a-secret-that-no-message-shows";

let createClient;

// With or without a CommonJS build: these tests are about the mocks.
beforeAll(async () => {
  ({ createClient } = await load());
});

async function load() {
  try {
    return require("@microbilt-oauth/client");
  } catch {
    return import("@microbilt-oauth/client");
  }
}

function createTestClient(options) {
  return createClient({ baseUrl: BASE_URL, clientId: "my-application", clientSecret: SECRET, ...options });
}

function callProduct(microbilt) {
  return microbilt.fetch("/iPredict/GetReport", { method: "POST", body: "{}" });
}

/** The messages of an error and of its causes. */
function messagesOf(error) {
  return error ? [String(error.message), ...messagesOf(error.cause)] : [];
}

module.exports = { BASE_URL, callProduct, createTestClient, messagesOf, rejectedCredentials, SECRET, token, tokenPath };
