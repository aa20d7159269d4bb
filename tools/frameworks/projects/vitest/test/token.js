import { createClient } from "@microbilt-oauth/client";
import contract from "../contract.json";

/** Never resolved: what no mock catches ends in an error. */
export const BASE_URL = "https://microbilt.test";
export const SECRET = "a-secret-that-no-message-shows";

export const { token, tokenPath, grantType } = contract;

export function createTestClient(options) {
  return createClient({ baseUrl: BASE_URL, clientId: "my-application", clientSecret: SECRET, ...options });
}

export function callProduct(microbilt) {
  return microbilt.fetch("/iPredict/GetReport", { method: "POST", body: JSON.stringify({ SSN: "000000000" }) });
}

/** The messages of an error and of its causes. */
export function messagesOf(error) {
  return error ? [String(error.message), ...messagesOf(error.cause)] : [];
}

export async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it succeeded");
}
