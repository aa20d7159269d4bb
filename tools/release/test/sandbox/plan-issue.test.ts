import { expect, test } from "vitest";
import { planIssue } from "../../src/sandbox/plan-issue.ts";
import type { CheckResult, Results } from "../../src/sandbox/results.ts";

const RUN = "https://github.example/owner/name/actions/runs/1";
const failed = (id: string): CheckResult => check(id, "failed", false);
const passed = (id: string): CheckResult => check(id, "passed", true);
const skipped = (id: string): CheckResult => ({ id, title: id, requirement: { level: "MUST" }, outcome: "skipped" });

function check(id: string, outcome: string, isMet: boolean): CheckResult {
  return { id, title: `Title of ${id}`, requirement: { level: "MUST" }, outcome, isMet };
}

function results(checks: readonly CheckResult[], incomplete?: string): Results {
  const common = {
    verdict: { text: "does not conform" },
    startedAt: "2026-01-02T03:04:05Z",
    document: { version: "1.2.3" },
  };
  return { ...common, checks, ...(incomplete !== undefined && { incomplete }) };
}

function open(...checks: readonly CheckResult[]) {
  const plan = planIssue(results(checks), [], RUN);
  return plan.action === "open" ? { number: 7, body: plan.body } : expect.unreachable();
}

test("no deviation opens no issue", () => {
  expect(
    planIssue(results([passed("a/b"), check("a/c", "noted", false), check("a/d", "accepted", false)]), [], RUN),
  ).toEqual({ action: "none" });
});

test("a first deviation opens an issue that names it and the run", () => {
  const plan = planIssue(
    results([failed("a/b"), check("a/c", "warning", false)]),
    [{ number: 1, body: "another issue" }],
    RUN,
  );
  expect(plan).toMatchObject({
    action: "open",
    body: expect.stringContaining("- `a/b` (MUST): Title of a/b\n- `a/c`"),
  });
  expect(plan).toMatchObject({ body: expect.stringContaining(RUN) });
});

test("the same deviations update the issue without a comment", () => {
  const plan = planIssue(results([failed("a/b")]), [open(failed("a/b"))], RUN);
  expect(plan).toMatchObject({ action: "update", number: 7, comment: undefined });
});

test("a new deviation is a comment that names it, and only it", () => {
  const plan = planIssue(results([failed("a/b"), failed("a/new")]), [open(failed("a/b"))], RUN);
  expect(plan).toMatchObject({ action: "update", comment: expect.stringContaining("a/new") });
  expect(plan).toMatchObject({ comment: expect.not.stringContaining("a/b`") });
});

test("a deviation that came back after it was over is new", () => {
  const both = open(failed("a/b"), failed("a/c"));
  const over = planIssue(results([passed("a/b"), failed("a/c")]), [both], RUN);
  const body = over.action === "update" ? over.body : expect.unreachable();
  const back = planIssue(results([failed("a/b"), failed("a/c")]), [{ number: 7, body }], RUN);
  expect(back).toMatchObject({ comment: expect.stringContaining("a/b") });
});

test("no deviation any more closes the issue", () => {
  expect(planIssue(results([passed("a/b")]), [open(failed("a/b"))], RUN)).toMatchObject({ action: "close", number: 7 });
});

test("a check that did not run does not end its deviation", () => {
  const issue = open(failed("a/b"));
  expect(planIssue(results([skipped("a/b")]), [issue], RUN)).toMatchObject({ action: "update", comment: undefined });
  expect(planIssue(results([], "it was interrupted"), [issue], RUN)).toMatchObject({ action: "update" });
});
