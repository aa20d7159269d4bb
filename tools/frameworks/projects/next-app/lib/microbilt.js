import { createClient } from "@microbilt-oauth/client";

const { MICROBILT_BASE_URL, MICROBILT_CLIENT_ID, MICROBILT_CLIENT_SECRET, MICROBILT_CREDENTIALS } = process.env;
const areFunctions = MICROBILT_CREDENTIALS === "functions";

/**
 * Makes a client where the module of a route is loaded, which is at build time too.
 *
 * @param route has a client id of its own, so that neither the client nor the framework shares a token between routes
 */
export function createReporter(route) {
  const microbilt = createClient({
    baseUrl: MICROBILT_BASE_URL ?? "https://microbilt.test",
    clientId: areFunctions ? () => `${process.env.MICROBILT_CLIENT_ID}-${route}` : `${MICROBILT_CLIENT_ID}-${route}`,
    clientSecret: areFunctions ? () => process.env.MICROBILT_CLIENT_SECRET : MICROBILT_CLIENT_SECRET,
  });
  /** @param init `cache: "no-store"` makes the framework send the product call, whatever it does by default */
  return async function requestReport(init) {
    // Every report is about somebody else, so the framework's cache has none of them.
    const body = JSON.stringify({ reference: crypto.randomUUID() });
    const response = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body, ...init });
    return `report: ${response.status}`;
  };
}
