/** Authorization servers that conform to the standards but not to MicroBilt's contract fail exactly where they differ. */
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { test } from "vitest";
import type { ServerTarget } from "../../src/target.ts";
import { openUrl } from "../../src/targets/url.ts";
import { CREDENTIALS, SECOND_CREDENTIALS, serveOAuth2MockServer, serveOidcProvider } from "../support/foreign.ts";
import { failedAt, runCatalogue } from "../support/run.ts";

/** Within a second, oauth2-mock-server issues the same token to every application. */
const DEPENDENT_ON_TIME = ["token-request/concurrent", "token-response/own-token"];

const TIMEOUT_IN_MS = 120_000;
const DEADLINE_IN_MS = 10_000;

/** The members that RFC 6749 does not specify, or specifies with another value. */
const DIFFERENT_MEMBERS: readonly (keyof TokenResponse)[] = ["issued_at", "expires_in", "token_type", "status"];
const MEMBER_CHECKS = DIFFERENT_MEMBERS.map((name) => `token-response/${name}`);

test.concurrent(
  "oidc-provider differs in four members of the token response",
  async ({ expect, onTestFinished }) => {
    const results = await runCatalogue(await openForeign(await serveOidcProvider(onTestFinished)));

    expect(failedAt("MUST", results)).toEqual(MEMBER_CHECKS);
    expect(failedAt("SHOULD", results)).toEqual([
      "token-response/pragma",
      // The adapter drops the query of a JSON token request.
      "refusals/query-against-json",
      // Its comparison in constant time fills the shorter value with NULs.
      "refusals/json-padded-credentials",
      "refusals/form-padded-credentials",
      // The server of the adapter accepts two Host fields.
      "http/two-hosts",
      // The adapter passes on what Connection says in the response of oidc-provider.
      "http/connection-close",
      "robustness/not-utf-8",
    ]);
  },
  TIMEOUT_IN_MS,
);

test.concurrent(
  "oauth2-mock-server also accepts any credentials and grant type",
  async ({ expect, onTestFinished }) => {
    const results = await runCatalogue(await openForeign(await serveOAuth2MockServer(onTestFinished)));

    const lasting = results.filter(({ id }) => !DEPENDENT_ON_TIME.includes(id));
    const lines = (["MUST", "SHOULD"] as const).flatMap((level) =>
      failedAt(level, lasting).map((id) => `${level} ${id}`),
    );
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("oauth2-mock-server.txt");
  },
  TIMEOUT_IN_MS,
);

/** Waits longer for responses than a run does: these servers are slow on a busy machine. */
async function openForeign(baseUrl: string): Promise<ServerTarget> {
  const target = await openUrl({ baseUrl, credentials: CREDENTIALS, secondCredentials: SECOND_CREDENTIALS });
  return { ...target, deadline: DEADLINE_IN_MS };
}
