/** What a run checks, prints and writes, and how results count. */
import { describe, expect, test } from "vitest";
import { mutateResponse, withHeaders } from "../../mutants/operators/response.ts";
import { mutateMembers } from "../../mutants/operators/token-response.ts";
import { observedRequestChecks } from "../../src/checks/server/token-request/observed-requests.ts";
import { schemaErrors } from "../../src/document/schema-validation.ts";
import { CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import schema from "../../src/reports/results.schema.json" with { type: "json" };
import { checksFor } from "../../src/run/catalogue.ts";
import { resultsOf, runCommand } from "../support/command.ts";
import { serveDefective } from "../support/defective.ts";
import { temporaryFile } from "../support/folder.ts";
import { spec } from "../support/run.ts";

/** All groups with checks that need something; some other checks wait for seconds. */
const SOME = ["--only", "token-request", "--only", "bearer", "--only", "transport"];
const RESOURCE = ["--resource", "/resource"];

/** Removes the header field that RFC 6749, section 5.1 requires. */
const withoutPragma = mutateResponse((response) => withHeaders(response, { pragma: undefined }));

describe("a run against the emulator", () => {
  test("checks everything", async () => {
    const outcome = await runCommand(["--target", "emulator", "--strict", "--require-all"]);

    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    const { checks } = await resultsOf(outcome);
    const undocumented = observedRequestChecks(spec).map(({ id }) => id);
    expect(checks.filter(({ outcome }) => outcome === "noted").map(({ id }) => id)).toEqual(undocumented);
    expect(checks.filter(({ outcome }) => outcome !== "passed" && outcome !== "noted")).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(checksFor(spec, "server").map(({ id }) => id));
    expect(outcome.stdout).toMatch(/emulator conforms: (\d+) of \1 MUST checks passed\n/);
    expect(outcome.stdout).toContain(
      `${checks.length - undocumented.length} passed, 0 failed, ${undocumented.length} noted, 0 skipped`,
    );
  });

  test("writes results that are valid against the published schema", async () => {
    const results = await resultsOf(await runCommand(["--target", "emulator", "--seed", "7"]));

    expect(schemaErrors(schema, results)).toBeUndefined();
    expect(results).toMatchObject({ schemaVersion: 2, seed: 7, target: { name: "emulator" } });
  });

  test("sends no more requests than it announces", async () => {
    const outcome = await runCommand(["--target", "emulator"]);
    const most = Number(/requests +at most (\d+)/.exec(outcome.stdout)?.[1]);
    const declared = new Map<string, number>(checksFor(spec, "server").map(({ id, requests = 1 }) => [id, requests]));

    const { requests, checks } = await resultsOf(outcome);
    expect(requests).toBeGreaterThan(checks.length);
    expect(requests).toBeLessThanOrEqual(most);
    expect(checks.filter(({ id, requests }) => requests > (declared.get(id) ?? 0))).toEqual([]);
  });

  test("runs the selected checks, and says that others were not checked", async () => {
    const selection = ["--only", "bearer", "--only", "refusals/json-*", "--skip", "bearer/twice", "--level", "MUST"];
    const outcome = await runCommand(["--target", "emulator", ...selection]);

    const { checks } = await resultsOf(outcome);
    expect(new Set(checks.map(({ group }) => group))).toEqual(new Set(["refusals", "bearer"]));
    expect(checks.every(({ requirement }) => requirement.level === "MUST")).toBe(true);
    expect(checks.map(({ id }) => id)).not.toContain("bearer/twice");
    expect(outcome.stdout).toMatch(/emulator conforms as far as checked: \d+ of \d+ MUST checks ran/);
  });

  test("explains the symbols", async () => {
    const { stdout } = await runCommand(["--target", "emulator", "--only", "token-request/json"]);

    expect(stdout).toContain("✓ passed   ✗ failed   ! warning   i noted   ~ accepted   - skipped");
    expect(stdout).toContain("  Token request   ✓\n");
  });

  test("prints JSON, and nothing else, with --json", async () => {
    const outcome = await runCommand(["--target", "emulator", "--only", "token-request", "--json"]);

    expect(JSON.parse(outcome.stdout)).toEqual(await resultsOf(outcome));
  });
});

describe("a run against a server", () => {
  test("fails exactly for the members that differ", async () => {
    const server = await serveDefective(
      mutateMembers((members) => ({ ...members, token_type: "Bearer", expires_in: 3599 })),
    );

    const outcome = await runCommand(["--base-url", server.baseUrl, ...RESOURCE], server.variables);

    expect(outcome.code).toBe(1);
    const { checks, verdict } = await resultsOf(outcome);
    const failed = checks.filter(({ outcome }) => outcome === "failed");
    expect(failed.map(({ id }) => id)).toEqual(["token-response/expires_in", "token-response/token_type"]);
    expect(failed.map(({ findings }) => findings[0]?.seen)).toEqual([
      expect.stringContaining("expires_in: 3599"),
      expect.stringContaining('token_type: "Bearer"'),
    ]);
    expect(verdict.text).toBe("does not conform: 2 checks failed");
    expect(outcome.stdout).toContain('seen      token_type: "Bearer"');
  });

  test("skips what the server does not offer, with what would help", async () => {
    const { baseUrl, variables } = await serveDefective();
    const { [CLIENT_ID_VARIABLE]: id, [CLIENT_SECRET_VARIABLE]: secret } = variables;

    const outcome = await runCommand(["--base-url", baseUrl, ...SOME], {
      [CLIENT_ID_VARIABLE]: id,
      [CLIENT_SECRET_VARIABLE]: secret,
    });

    expect(outcome.code).toBe(0);
    const { checks, verdict } = await resultsOf(outcome);
    const reasons = checks.filter(({ outcome }) => outcome === "skipped").map(({ reason }) => reason);
    expect(reasons).toContain("no protected resource is known: name one with --resource");
    expect(reasons).toContain(
      "no second application is known: set MICROBILT_SECOND_CLIENT_ID and MICROBILT_SECOND_CLIENT_SECRET",
    );
    const bearer = checks.filter(({ group }) => group === "bearer");
    // When a JWT expires does not depend on a resource.
    expect(bearer.filter(({ outcome }) => outcome !== "skipped").map(({ id }) => id)).toEqual([
      "bearer/jwt-expiration",
    ]);
    expect(verdict.text).toBe(`conforms as far as checked: ${verdict.checked} of ${verdict.total} MUST checks ran`);
    expect(verdict.checked).toBeLessThan(verdict.total);
  });

  test("fails because of a skipped MUST if all are required", async () => {
    const { baseUrl, variables } = await serveDefective();

    const outcome = await runCommand(["--base-url", baseUrl, ...SOME, "--require-all"], variables);

    expect(outcome.code).toBe(1);
    const { checks } = await resultsOf(outcome);
    const unchecked = checks.filter(({ reason }) => reason !== undefined);
    expect(new Set(unchecked.map(({ requirement, outcome }) => `${requirement.level} ${outcome}`))).toEqual(
      new Set(["MUST failed", "SHOULD skipped", "INFO skipped"]),
    );
  });

  test("fails because of a SHOULD only if it is strict", async () => {
    const { baseUrl, variables } = await serveDefective(withoutPragma);
    const args = ["--base-url", baseUrl, "--only", "token-response/pragma"];

    const lenient = await runCommand(args, variables);
    const strict = await runCommand([...args, "--strict"], variables);

    expect(lenient).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/warning +SHOULD +token-response\/pragma/),
    });
    expect(strict).toMatchObject({ code: 1, stdout: expect.stringMatching(/failed +SHOULD +token-response\/pragma/) });
  });
});

describe("a known deviation", () => {
  const known = (check: string, until = "2999-12-31") =>
    temporaryFile("known.yaml", `- check: ${check}\n  reason: the gateway changes in March\n  until: ${until}\n`);

  test("is accepted", async () => {
    const { baseUrl, variables } = await serveDefective(withoutPragma);
    const file = await known("token-response/pragma");

    const outcome = await runCommand(
      ["--base-url", baseUrl, "--only", "token-response/pragma", "--strict", "--known", file],
      variables,
    );

    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain("accepted until 2999-12-31: the gateway changes in March");
  });

  test("fails the run after its last day", async () => {
    const { baseUrl, variables } = await serveDefective(withoutPragma);
    const file = await known("token-response/pragma", "2020-01-01");

    const outcome = await runCommand(
      ["--base-url", baseUrl, "--only", "token-response/pragma", "--known", file],
      variables,
    );

    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain("the check still fails");
  });

  test("fails the run if the check now passes", async () => {
    const file = await known("bearer/twice");

    const outcome = await runCommand(["--target", "emulator", "--only", "bearer/twice", "--known", file]);

    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain("the check now passes: remove it from the known deviations");
  });
});

test("the published client sends both token requests byte for byte as documented", async () => {
  const outcome = await runCommand(["--target", "client"]);

  expect(outcome.code).toBe(0);
  const { checks } = await resultsOf(outcome);
  expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual(
    ["json", "form"].flatMap((flow) =>
      ["address", "media-type", "body", "bearer"].map((part) => [`client-requests/${flow}-${part}`, "passed"]),
    ),
  );
  expect(outcome.stdout).toContain("client conforms: 8 of 8 MUST checks passed");
});
