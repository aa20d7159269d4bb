/** Authorization servers that keep the standards and not MicroBilt's contract are blamed for the differences, and for nothing else. */
import { expect, onTestFinished, test } from "vitest";
import { openUrl } from "../src/targets/url.ts";
import { CREDENTIALS, SECOND_CREDENTIALS, serveOAuth2MockServer, serveOidcProvider } from "./support/foreign.ts";
import { failedAt, runCatalogue } from "./support/run.ts";

const LONG = 60_000;
const CREDENTIAL_PAIRS = { credentials: CREDENTIALS, secondCredentials: SECOND_CREDENTIALS };

/** Those that RFC 6749 does not have, or has otherwise. */
const MEMBERS = ["issued_at", "expires_in", "token_type", "status"].map((name) => `token-response/${name}`);

test("oidc-provider differs in four members of the answer", { timeout: LONG }, async () => {
  const baseUrl = await serveOidcProvider();
  const results = await runCatalogue(await openUrl({ baseUrl, ...CREDENTIAL_PAIRS }));

  expect(failedAt("MUST", results)).toEqual(MEMBERS);
  expect(failedAt("SHOULD", results)).toEqual([
    "token-response/pragma",
    // Its adapter puts the query into the form, where the second value counts.
    "refusals/query-against-json",
    "refusals/media-type-status",
    "refusals/form-credentials-in-query",
    "refusals/method-status",
    "robustness/not-utf-8",
  ]);
});

test("oauth2-mock-server differs in the same members, and takes whatever credentials and grant there are", {
  timeout: LONG,
}, async () => {
  const { baseUrl, stop } = await serveOAuth2MockServer();
  onTestFinished(stop);
  const results = await runCatalogue(await openUrl({ baseUrl, ...CREDENTIAL_PAIRS }));

  const failed = failedAt("MUST", results);
  expect(failed.filter((id) => id.startsWith("token-response/"))).toEqual(expect.arrayContaining(MEMBERS));
  const others = failed.filter((id) => !MEMBERS.includes(id));
  // What it issues within a second is the same token, whoever asks.
  const sameToken = ["token-request/at-once", "token-response/own-token"];
  expect(others.filter((id) => !sameToken.includes(id) && !isAboutCredentials(id))).toEqual([]);
  expect(others).toContain("refusals/json-wrong-secret");
});

/** It looks neither at the client nor at the secret, and knows other grants. */
function isAboutCredentials(id: string): boolean {
  return /^refusals\/.*(?:client|secret|swapped|grant-type|json-as-form)|^robustness\/\w+-generated$/.test(id);
}
