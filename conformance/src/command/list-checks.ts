import type { Check } from "../check.ts";
import { loadSpec } from "../document/spec.ts";
import { requirementAt } from "../requirement.ts";
import { checksFor, findById } from "../run/catalogue.ts";
import { type Selection, selectChecks } from "../run/selection.ts";
import { type TargetOptions, targetKind, targetName } from "../targets/open-target.ts";

/**
 * Lists the selected checks, one per line.
 *
 * @throws {CannotRun} if the selection leaves no check
 */
export function listChecks(options: Selection & Pick<TargetOptions, "target" | "baseUrl">): string {
  const spec = loadSpec();
  const checks = selectChecks(spec, checksFor(spec, targetKind(targetName(options))), options);
  const width = Math.max(...checks.map(({ id }) => id.length));
  const lines = checks.map(({ id, title, requirement }) => {
    const { level } = requirementAt(spec.document, requirement);
    return `${level.padEnd(6)}  ${id.padEnd(width)}  ${title}`;
  });
  return [...lines, "", `${checks.length} checks. --explain ID explains one of them.`].join("\n");
}

/**
 * Explains a check: what requires it, what it needs, and what it sends.
 *
 * @throws {CannotRun} if no check has this id
 */
export function explainCheck(id: string): string {
  const spec = loadSpec();
  const check = findById([...checksFor(spec, "server"), ...checksFor(spec, "client")], id);
  const { level, title, pointer, text, url } = requirementAt(spec.document, check.requirement);
  const { needs = [] } = check;
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    ["level", level],
    ["required by", title],
    ["at", pointer ?? url],
    ["statement", text],
    ["needs", needs.length > 0 ? needs.join(", ") : undefined],
    ["requests", describeRequests(check)],
  ];
  const lines = rows.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label.padEnd(12)} ${value}`]));
  return ["", `  ${check.id}`, `  ${check.title}`, "", ...lines, ""].join("\n");
}

function describeRequests({ requests = 1, wrongSecrets = 0 }: Pick<Check, "requests" | "wrongSecrets">): string {
  if (requests === 0) {
    return "none of its own (it inspects what other checks and the run received)";
  }
  const wrong = wrongSecrets === 0 ? "" : `, ${wrongSecrets} of them with wrong credentials`;
  return `at most ${requests} of its own${wrong}`;
}
