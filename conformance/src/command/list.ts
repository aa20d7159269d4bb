import { loadSpec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import { requirementAt } from "../requirement.ts";
import { checksFor } from "../run/catalogue.ts";
import { type Selection, select } from "../run/selection.ts";
import type { TargetName } from "../target.ts";

/** The checks that are selected, a line each. */
export function list({ target = "prism", ...selection }: Selection & { readonly target?: TargetName }): string {
  const spec = loadSpec();
  const checks = select(spec, checksFor(spec, target === "client" ? "client" : "server"), selection);
  const width = Math.max(...checks.map(({ id }) => id.length));
  const lines = checks.map(
    ({ id, title, requirement }) =>
      `${requirementAt(spec.document, requirement).level.padEnd(6)}  ${id.padEnd(width)}  ${title}`,
  );
  return [...lines, "", `${checks.length} checks. --explain ID says more about one.`].join("\n");
}

/**
 * All there is to know about a check.
 *
 * @throws {CannotRun} when there is no such check
 */
export function explain(wanted: string): string {
  const spec = loadSpec();
  const checks = [...checksFor(spec, "server"), ...checksFor(spec, "client")];
  const check = checks.find(({ id }) => id === wanted);
  if (!check) {
    throw new CannotRun(`There is no check "${wanted}": --list shows them all.`);
  }
  const { level, title, pointer, text, url } = requirementAt(spec.document, check.requirement);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["level", level],
    ["required by", title],
    ["at", pointer ?? url],
    ["which says", text],
    ["needs", check.needs?.join(", ")],
    ["sends", `at most ${check.requests ?? 1} requests of its own`],
  ];
  const said = lines.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(12)} ${value}`]));
  return ["", `  ${check.id}`, `  ${check.title}`, "", ...said, ""].join("\n");
}
