/** The checks detect every defect that a mutant has, and no defect where there is none. */
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { describe, expect, test } from "vitest";
import { mutants } from "../../mutants/all.ts";
import { killMutant, namedChecks, runAgainst, runAgainstOriginal } from "../../mutants/kill/kill-mutant.ts";
import { catalogue } from "../../src/checks/server/catalogue.ts";
import { observedRequestChecks } from "../../src/checks/server/token-request/observed-requests.ts";
import { requirementAt } from "../../src/requirement.ts";
import { spec } from "../support/run.ts";

const checks = catalogue(spec);
const levels = new Map<string, string>(
  checks.map(({ id, requirement }) => [id, requirementAt(spec.document, requirement).level]),
);
const certificate = await createCertificate();

describe("the mutants", () => {
  test("are those in mutants.txt", async () => {
    const lines = mutants.map(({ title, killedBy, notedBy = [], after = [] }) =>
      [`${killedBy}: ${title}`, ...notedBy.map((id) => `  noted by ${id}`), ...after.map((id) => `  after ${id}`)].join(
        "\n",
      ),
    );

    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("mutants.txt");
  });

  test("have unique titles", () => {
    expect(new Set(mutants.map(({ title }) => title)).size).toBe(mutants.length);
  });

  test("leave no check without a mutant, and name no check that does not exist", () => {
    const named = new Set(mutants.flatMap(({ killedBy, notedBy = [] }) => [killedBy, ...notedBy]));

    expect([...named].sort()).toEqual([...levels.keys()].sort());
  });

  test("are killed by MUST and SHOULD checks, and noted by INFO checks", () => {
    expect(mutants.filter(({ killedBy }) => levels.get(killedBy) === "INFO")).toEqual([]);
    expect(mutants.flatMap(({ notedBy = [] }) => notedBy).filter((id) => levels.get(id) !== "INFO")).toEqual([]);
  });
});

test("the original passes every check", { timeout: 30_000 }, async () => {
  const results = await runAgainstOriginal(spec, checks, certificate);

  expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  expect(results).toHaveLength(checks.length);
});

test("the original without the observed forms fails the checks of these forms, and notes it", async () => {
  const observed = observedRequestChecks(spec);

  const results = await runAgainst(spec, {}, observed, certificate);

  expect(results.map(({ outcome }) => outcome)).toEqual(observed.map(() => "noted"));
  expect(results.length).toBeGreaterThan(0);
});

describe.concurrent("the check that names a mutant kills it", { timeout: 30_000 }, () => {
  test.each(mutants.map((mutant) => ({ mutant, ...mutant })))("$title: $killedBy", async ({ mutant }) => {
    const { outcome } = await killMutant(spec, mutant, namedChecks(checks, mutant), certificate);

    expect(outcome).toBe("killed");
  });
});
