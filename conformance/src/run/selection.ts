import type { CheckDefinition } from "../check.ts";
import type { Spec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import { LEVELS, type Level, requirementAt } from "../requirement.ts";
import { nearestId } from "./nearest-id.ts";

/** Which checks to run. A pattern is an id, a group such as `bearer`, or the start of an id and a star: `refusals/json-*`. */
export interface Selection {
  /** Run the checks that match one of these patterns. @default all */
  readonly only?: readonly string[] | undefined;
  /** Leave out the checks that match one of these patterns. @default none */
  readonly skip?: readonly string[] | undefined;
  /** Run the checks of this level and of more binding ones. @default "INFO" */
  readonly level?: Level | undefined;
}

/**
 * Selects checks and keeps their order.
 *
 * @throws {CannotRun} if a pattern matches no check, or no check remains
 */
export function selectChecks<C extends Pick<CheckDefinition<never>, "id" | "requirement">>(
  { document }: Pick<Spec, "document">,
  checks: readonly C[],
  { only = [], skip = [], level = "INFO" }: Selection,
): readonly C[] {
  for (const pattern of [...only, ...skip]) {
    if (!checks.some(({ id }) => matches(id, pattern))) {
      const nearest = nearestId(
        pattern,
        checks.map(({ id }) => id),
      );
      throw new CannotRun(
        nearest === undefined
          ? `No check matches "${pattern}". --list shows all checks, such as ${checks[0]?.id}.`
          : `No check matches "${pattern}". Did you mean ${nearest}? --list shows all checks.`,
      );
    }
  }
  const levels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  const selected = checks.filter(
    ({ id, requirement }) =>
      (only.length === 0 || only.some((pattern) => matches(id, pattern))) &&
      !skip.some((pattern) => matches(id, pattern)) &&
      levels.includes(requirementAt(document, requirement).level),
  );
  if (selected.length === 0) {
    throw new CannotRun("The selection leaves no check to run. Change --only, --skip or --level.");
  }
  return selected;
}

function matches(id: string, pattern: string): boolean {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern || id.startsWith(`${pattern}/`);
}
