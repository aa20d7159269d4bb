/** What a run is told, and what is done with two of them. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { catalogue } from "../src/checks/server/catalogue.ts";
import schema from "../src/reports/results.schema.json" with { type: "json" };
import { requirementAt } from "../src/requirement.ts";
import { compareRuns } from "../src/run/compare.ts";
import { withDeviations } from "../src/run/deviations.ts";
import type { CheckResult, RunResults } from "../src/run/results.ts";
import { type Outcome, runCommand } from "./support/command.ts";
import { spec } from "./support/run.ts";

const LONG = 60_000;
const checks = catalogue(spec);

describe("the catalogue", () => {
  test("has at least 70 checks, each with an id of its own and a title of its own", () => {
    expect(checks.length).toBeGreaterThanOrEqual(70);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
  });

  test("takes every level from a place in the document or a section of a standard", () => {
    for (const { requirement } of checks) {
      expect(requirementAt(spec.document, requirement).level).toMatch(/^(?:MUST|SHOULD|INFO)$/);
    }
  });

  test("follows the document: a new required member brings its check", () => {
    const document = structuredClone(spec.document) as unknown as {
      components: { schemas: Record<string, { required: string[]; properties: Record<string, object> }> };
    };
    const answer = document.components.schemas["TokenResponse"];
    answer?.required.push("scope");
    Object.assign(answer?.properties ?? {}, { scope: { type: "string", "x-source": "documentation" } });

    const ids = catalogue({ ...spec, document: document as never }).map(({ id }) => id);

    expect(ids).toContain("token-response/scope");
    expect(ids).toHaveLength(checks.length + 1);
  });
});

describe("the command", { timeout: LONG }, () => {
  let sound: Outcome;
  let results: RunResults;

  beforeAll(async () => {
    sound = await runCommand(["--target", "emulator", "--seed", "7"]);
    results = await resultsOf(sound);
  }, LONG);

  test("leaves results as the published schema has them", () => {
    const ajv = new Ajv2020();

    expect(ajv.validate(schema, results), ajv.errorsText()).toBe(true);
    expect(results.seed).toBe(7);
  });

  test("sends no more than it says", () => {
    const most = Number(/will send +at most (\d+) requests/.exec(sound.stdout)?.[1]);
    const declared = new Map<string, number>(checks.map(({ id, requests = 1 }) => [id, requests]));

    expect(results.requests).toBeLessThanOrEqual(most);
    expect(results.checks.filter(({ id, requests }) => requests > (declared.get(id) ?? 0))).toEqual([]);
  });

  test("runs what is selected", async () => {
    const args = ["--target", "emulator", "--only", "bearer", "--only", "refusals/json-*", "--skip", "bearer/twice"];
    const { checks: run } = await resultsOf(await runCommand([...args, "--level", "MUST"]));

    expect(new Set(run.map(({ group }) => group))).toEqual(new Set(["refusals", "bearer"]));
    expect(run.every(({ requirement }) => requirement.level === "MUST")).toBe(true);
    expect(run.map(({ id }) => id)).not.toContain("bearer/twice");
  });

  test("prints JSON and nothing else when it is told to", async () => {
    const { stdout } = await runCommand(["--target", "emulator", "--only", "token-request", "--json"]);

    expect(JSON.parse(stdout)).toMatchObject({ verdict: "conforms", target: { name: "emulator" } });
  });

  test("lists the checks, and explains one, without running any", async () => {
    const list = await runCommand(["--list", "--only", "transport"]);
    expect(list.stdout).toMatch(/^SHOULD +transport\/after-a-refusal +On a connection/);
    expect(list.stdout).toContain("5 checks.");

    const { stdout } = await runCommand(["--explain", "token-response/expires_in"]);
    expect(stdout).toMatch(/level +MUST/);
    expect(stdout).toContain("#/components/schemas/TokenResponse/properties/expires_in");
    expect(stdout).toContain("The number of seconds remaining");
  });

  test("finds no difference between a run and itself, and says what got worse in another", async () => {
    expect(await runCommand(["diff", sound.report, sound.report])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("0 worse, 0 better, 0 changed"),
    });
    const [first, ...others] = results.checks;
    const worse = {
      ...results,
      checks: [{ ...first, outcome: "failed", findings: [{ expected: "a", seen: "b" }] }, ...others],
    };
    const file = await written(JSON.stringify(worse));

    const { code, stdout } = await runCommand(["diff", sound.report, file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/worse\n +MUST +token-request\/json\n +was +passed\n +is +failed: b/);
    expect(await runCommand(["diff", file, sound.report])).toMatchObject({ code: 0 });
  });

  test("does not compare what is no run", async () => {
    const { code, stderr } = await runCommand(["diff", await written("{}"), sound.report]);

    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("holds no results of a run") });
  });

  test("fails on a known deviation that is none", async () => {
    const known = await written("- check: bearer/twice\n  reason: a reason\n  until: 2999-12-31\n");

    const { code, stdout } = await runCommand(["--target", "emulator", "--only", "bearer/twice", "--known", known]);

    expect(code).toBe(1);
    expect(stdout).toContain("take it off the list of known deviations");
  });

  test.each([
    ["- check: nonsense\n  reason: a\n  until: 2999-12-31\n", 'names the check "nonsense", which there is not'],
    ["- check: bearer/twice\n  until: soon\n", "is no list of known deviations"],
    ["[", "cannot be read"],
  ])("says what is wrong with a list: %s", async (text, message) => {
    const { code, stderr } = await runCommand(["--target", "emulator", "--known", await written(text)]);

    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

const must = { level: "MUST", source: "documentation", title: "MicroBilt's documentation", pointer: "#/a" } as const;
const failed: CheckResult = {
  id: "bearer/a",
  group: "bearer",
  title: "A",
  requirement: must,
  outcome: "failed",
  findings: [{ expected: "a", seen: "b" }],
  notes: [],
  requests: 1,
  duration: 1,
};

describe("a known deviation", () => {
  const known = [{ check: "bearer/a", reason: "a reason", until: "2026-06-30" }];
  const on = (day: string) => new Date(`${day}T12:00:00Z`);

  test("is accepted until its last day, and is a failure from then on", () => {
    expect(withDeviations(failed, known, on("2026-06-30"))).toMatchObject({ deviation: known[0] });
    expect(withDeviations(failed, known, on("2026-07-01"))).toMatchObject({ isStale: true, outcome: "failed" });
  });

  test("that no longer fails is a failure", () => {
    expect(withDeviations({ ...failed, outcome: "passed", findings: [] }, known, on("2026-06-01"))).toMatchObject({
      isStale: true,
      outcome: "failed",
    });
  });

  test("that could not be looked at is left alone", () => {
    const skipped: CheckResult = { ...failed, outcome: "skipped", reason: "a" };

    expect(withDeviations(skipped, known, on("2027-01-01"))).toBe(skipped);
  });
});

test("two runs differ in what got worse, better, and otherwise", () => {
  const run = (...all: CheckResult[]) => ({ checks: all }) as unknown as RunResults;
  const check = (id: string, outcome: CheckResult["outcome"], seen = "b"): CheckResult => ({
    ...failed,
    id,
    outcome,
    findings: outcome === "failed" ? [{ expected: "a", seen }] : [],
  });
  const before = run(
    check("a", "passed"),
    check("b", "failed"),
    check("c", "failed"),
    check("d", "skipped"),
    check("e", "failed", "at 1525190727056"),
  );
  const after = run(
    check("a", "failed"),
    check("b", "passed"),
    check("c", "failed", "other"),
    check("d", "failed"),
    check("e", "failed", "at 1525190727057"),
    check("f", "passed"),
  );

  const { worse, better, changed } = compareRuns(before, after);

  expect(worse.map(({ id }) => id)).toEqual(["a", "d"]);
  expect(better.map(({ id }) => id)).toEqual(["b"]);
  expect(changed.map(({ id }) => id)).toEqual(["c", "f"]);
});

async function resultsOf({ report }: Outcome): Promise<RunResults> {
  return JSON.parse(await readFile(join(report, "results.json"), "utf8"));
}

async function written(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "microbilt-run-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "file");
  await writeFile(file, text);
  return file;
}
