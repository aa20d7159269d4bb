/** The checks of undocumented token requests tell which of them a server accepts, and reveal no credentials. */
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { describe, expect, test } from "vitest";
import { type Mutation, serveMutant } from "../../mutants/kill/serve-mutant.ts";
import type { MutantRequest } from "../../mutants/mutant.ts";
import { emptyResponse, intercept } from "../../mutants/operators/response.ts";
import { observedRequestChecks } from "../../src/checks/server/token-request/observed-requests.ts";
import { createContext } from "../../src/run/create-context.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { runChecks } from "../../src/run/run-checks.ts";
import { spec } from "../support/run.ts";

const checks = observedRequestChecks(spec);
const certificate = await createCertificate();
const [alias] = spec.contract.tokenEndpoint.aliases;

/** Each form, and how to tell its requests from the others. */
const FORMS: readonly (readonly [id: string, isMatch: (request: MutantRequest) => boolean])[] = [
  ["token-request/observed-path", ({ method, path }) => method === "POST" && path === alias?.path],
  ["token-request/observed-get", ({ method }) => method === "GET"],
  ["token-request/observed-form", ({ body }) => /client_id=.*grant_type=/.test(body.toString())],
  ["token-request/observed-basic", ({ headers }) => headers["authorization"]?.startsWith("Basic ") === true],
];

async function runAll(mutation: Mutation): Promise<readonly CheckResult[]> {
  await using target = await serveMutant(
    spec.contract,
    { emulator: { compatibility: "observed" }, ...mutation },
    certificate,
  );
  const results = await runChecks(checks, createContext(spec, target, { seed: 1 }));
  const { clientId, clientSecret } = target.credentials;
  const text = JSON.stringify(results);
  expect(text).not.toContain(clientSecret);
  expect(text).not.toContain(Buffer.from(`${clientId}:${clientSecret}`).toString("base64"));
  return results;
}

test("a server that accepts all of them passes, with a note for each and one request for each", async () => {
  const results = await runAll({});

  expect(results.map(({ id }) => id).sort()).toEqual(FORMS.map(([id]) => id).sort());
  expect(results.map(({ outcome }) => outcome)).toEqual(checks.map(() => "passed"));
  expect(results.map(({ requests }) => requests)).toEqual(checks.map(() => 1));
  expect(results.flatMap(({ notes }) => notes)).toEqual([
    "The token endpoint accepts a GET with a JSON body at /OAuth/Token.",
    "The token endpoint accepts a POST with a JSON body at /OAuth/Token.",
    "The token endpoint accepts a form token request with grant_type as a form field.",
    "The token endpoint accepts HTTP Basic with grant_type as a form field.",
  ]);
});

describe("a server that rejects one of them", () => {
  test.each(FORMS)("has only %s noted, with what it responded", async (rejected, isMatch) => {
    const results = await runAll({ mutate: intercept(isMatch, emptyResponse(401)) });

    const noted = results.filter(({ outcome }) => outcome !== "passed");
    expect(noted).toMatchObject([
      { id: rejected, outcome: "noted", findings: [{ seen: expect.stringContaining("401") }], notes: [] },
    ]);
  });
});
