import { html } from "hono/html";
import { GROUP_TITLES } from "../../check.ts";
import { LEVELS } from "../../requirement.ts";
import type { CheckResult, Outcome, RunResults } from "../../run/results.ts";
import { groupBySeen, type SeenGroup } from "../content/seen-groups.ts";
import { withOutcome } from "../content/unmet.ts";
import { type Html, plural } from "./html.ts";
import { resultCard, resultRow } from "./result-card.ts";

const UNMET: readonly (readonly [outcome: Outcome, title: string])[] = [
  ["failed", "Failed"],
  ["warning", "Warnings"],
  ["noted", "Noted"],
  ["accepted", "Known deviations"],
];
/** The cards of a larger group are closed at first: the page shall begin with an overview. */
const MOST_OPEN = 5;

/** All results: those that are not met first, the most binding of them first. */
export function sections(results: RunResults): Html[] {
  const { checks, startedAt } = results;
  const unmet = UNMET.flatMap(([outcome, title]) =>
    unmetSection(outcome, title, withOutcome(checks, outcome), startedAt),
  );
  return [...unmet, ...skippedSection(withOutcome(checks, "skipped")), ...passedSection(checks, unmet.length === 0)];
}

function unmetSection(outcome: Outcome, title: string, checks: readonly CheckResult[], startedAt: string): Html[] {
  if (checks.length === 0) {
    return [];
  }
  const byLevel = LEVELS.map((level) => checks.filter(({ requirement }) => requirement.level === level));
  return [
    html`<section data-section><h2 id="${outcome}">${title} <span class="count">${checks.length}</span></h2>
${byLevel.map((members) => (members.length > 0 ? levelBlock(outcome, members, startedAt) : ""))}</section>`,
  ];
}

function levelBlock(outcome: Outcome, checks: readonly CheckResult[], startedAt: string): Html {
  const level = checks[0]?.requirement.level;
  const { groups, others } = groupBySeen(checks);
  return html`<div class="level-block" data-section><h3><span class="pill ${level}">${level}</span> ${plural(checks.length, "check")}</h3>
${groups.map((group) => seenGroup(outcome, group, startedAt))}
${others.map((check) => resultCard(check, startedAt))}</div>`;
}

function seenGroup(outcome: Outcome, { seen, checks }: SeenGroup, startedAt: string): Html {
  return html`<details class="seen-group ${outcome}" data-section${checks.length <= MOST_OPEN ? html` open` : ""}>
<summary><b>${plural(checks.length, "check")}</b> saw <code>${seen}</code></summary>
${checks.map((check) => resultCard(check, startedAt))}</details>`;
}

function skippedSection(checks: readonly CheckResult[]): Html[] {
  if (checks.length === 0) {
    return [];
  }
  const byReason = [...Map.groupBy(checks, ({ reason = "" }) => reason)].sort(([, a], [, b]) => b.length - a.length);
  return [
    html`<section data-section><h2 id="skipped">Skipped <span class="count">${checks.length}</span></h2>
${byReason.map(
  ([
    reason,
    members,
  ]) => html`<details class="quiet" data-section><summary><b>${plural(members.length, "check")}</b> ${reason}</summary>
${members.map(resultRow)}</details>`,
)}</section>`,
  ];
}

function passedSection(checks: readonly CheckResult[], isOpen: boolean): Html[] {
  const passed = checks.filter(({ outcome }) => outcome === "passed");
  if (passed.length === 0) {
    return [];
  }
  const groups = [...Map.groupBy(passed, ({ group }) => group)];
  return [
    html`<section data-section><h2 id="passed">Passed <span class="count">${passed.length}</span></h2>
${groups.map(
  ([
    group,
    members,
  ]) => html`<details class="quiet" data-section${isOpen ? html` open` : ""}><summary><b>${GROUP_TITLES[group]}</b> ${members.length} passed</summary>
${members.map(resultRow)}</details>`,
)}</section>`,
  ];
}
