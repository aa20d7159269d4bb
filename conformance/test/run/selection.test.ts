import { expect, test } from "vitest";
import { requirementAt } from "../../src/requirement.ts";
import { checksFor } from "../../src/run/catalogue.ts";
import { type Selection, selectChecks } from "../../src/run/selection.ts";
import { spec } from "../support/run.ts";

const checks = checksFor(spec, "server");
const select = (selection: Selection) => selectChecks(spec, checks, selection);

test("everything is selected by default, in order", () => {
  expect(select({})).toEqual(checks);
});

test("a pattern is an id, a group, or the start of an id and a star", () => {
  const ids = select({ only: ["bearer/twice", "transport", "refusals/json-*"] }).map(({ id }) => id);

  expect(ids).toContain("bearer/twice");
  expect(ids.filter((id) => id.startsWith("bearer/"))).toHaveLength(1);
  const inTransport = checks.map(({ id }) => id).filter((id) => id.startsWith("transport/"));
  expect(ids.filter((id) => id.startsWith("transport/"))).toEqual(inTransport);
  expect(ids.filter((id) => id.startsWith("refusals/")).every((id) => id.startsWith("refusals/json-"))).toBe(true);
});

test("an id does not select the checks whose ids begin like it", () => {
  expect(select({ only: ["token-request/json"] })).toHaveLength(1);
});

test("skipped checks are left out", () => {
  const ids = select({ only: ["bearer"], skip: ["bearer/twice"] }).map(({ id }) => id);

  expect(ids).not.toContain("bearer/twice");
  expect(ids.length).toBeGreaterThan(1);
});

test.each([
  ["MUST", ["MUST"]],
  ["SHOULD", ["MUST", "SHOULD"]],
  ["INFO", ["MUST", "SHOULD", "INFO"]],
] as const)("the level %s selects %s", (level, expected) => {
  const levels = select({ level }).map(({ requirement }) => requirementAt(spec.document, requirement).level);

  expect(new Set(levels)).toEqual(new Set(expected));
});

test("a pattern that matches no check is rejected", () => {
  expect(() => select({ only: ["nonsense"] })).toThrow('No check matches "nonsense". --list shows all checks');
  expect(() => select({ skip: ["bearer/t"] })).toThrow('No check matches "bearer/t"');
});

test.each([
  ["tokn-request", "token-request"],
  ["refusls/*", "refusals"],
  ["bearer/expird", "bearer/expired"],
])("the pattern %s, which looks like a typing error, is rejected with %s", (pattern, nearest) => {
  expect(() => select({ skip: [pattern] })).toThrow(`Did you mean ${nearest}? --list shows all checks.`);
});

test("a selection that leaves nothing is rejected", () => {
  expect(() => select({ only: ["bearer"], skip: ["bearer"] })).toThrow("The selection leaves no check to run");
});
