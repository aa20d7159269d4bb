import type { CheckDefinition } from "../check.ts";
import type { Spec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import { LEVELS, type Level, requirementAt } from "../requirement.ts";

/** Which checks to run. */
export interface Selection {
  /** Ids, or their beginnings up to a slash or a star: `bearer`, `refusals/json-*`. All when empty. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Only those that bind at least so much. */
  readonly level: Level;
}

/**
 * Selects checks in their order.
 *
 * @throws {CannotRun} when a pattern fits no check, or nothing is left
 */
export function select<C extends Pick<CheckDefinition<never>, "id" | "requirement">>(
  { document }: Pick<Spec, "document">,
  checks: readonly C[],
  { only, skip, level }: Selection,
): C[] {
  for (const pattern of [...only, ...skip]) {
    if (!checks.some(({ id }) => fits(id, pattern))) {
      throw new CannotRun(`No check fits "${pattern}": --list shows them all, such as ${checks[0]?.id}.`);
    }
  }
  const levels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  const selected = checks.filter(
    ({ id, requirement }) =>
      (only.length === 0 || only.some((pattern) => fits(id, pattern))) &&
      !skip.some((pattern) => fits(id, pattern)) &&
      levels.includes(requirementAt(document, requirement).level),
  );
  if (selected.length === 0) {
    throw new CannotRun("No check is left to run: ask for less with --only, --skip or --level.");
  }
  return selected;
}

function fits(id: string, pattern: string): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern || id.startsWith(`${pattern}/`);
}
