import type { Check, Group } from "../../check.ts";

/** In these groups, a check sends a token request that is valid apart from one defect. */
const GROUPS_OF_DEFECTS: readonly Group[] = ["refusals", "robustness"];

/**
 * Adds the valid token request with which a check of a defect compares: that of the form flow if the id says so,
 * otherwise that of the JSON flow. Where the server does not grant it, a rejection proves nothing.
 */
export function withBaseline(check: Check): Check {
  const [group, name = ""] = check.id.split("/");
  const isOfDefect = GROUPS_OF_DEFECTS.some((candidate) => candidate === group) && !check.runsAlways;
  const flow = /(?:^|-)form(?:-|$)/.test(name) ? "form" : "json";
  return isOfDefect ? { baseline: flow, ...check } : check;
}
