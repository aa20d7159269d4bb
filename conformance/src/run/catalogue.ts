import type { Check, ClientCheck } from "../check.ts";
import { clientRequestChecks } from "../checks/client/client-requests.ts";
import { catalogue } from "../checks/server/catalogue.ts";
import { loadSpec, type Spec } from "../document/spec.ts";
import { CannotRun } from "../errors.ts";
import type { Target } from "../target.ts";
import { nearestId } from "./nearest-id.ts";

/** All checks for a kind of target, in the order in which they run. */
export function checksFor(spec: Spec, kind: Target["kind"]): readonly (Check | ClientCheck)[] {
  return kind === "client" ? clientRequestChecks(spec) : catalogue(spec);
}

/**
 * Finds a check of a server.
 *
 * @param id such as `token-request/json`
 * @throws {CannotRun} if no check has this id
 */
export function findCheck(id: string, spec: Spec = loadSpec()): Check {
  return findById(catalogue(spec), id);
}

/**
 * Finds the check with an id in a list of checks.
 *
 * @throws {CannotRun} if none has this id
 */
export function findById<C extends { readonly id: string }>(checks: readonly C[], id: string): C {
  const check = checks.find((candidate) => candidate.id === id);
  if (!check) {
    if (checks.some((candidate) => candidate.id.startsWith(`${id}/`))) {
      throw new CannotRun(`"${id}" is a group of checks, not a check. --list --only ${id} lists its checks.`);
    }
    const nearest = nearestId(
      id,
      checks.map((candidate) => candidate.id),
    );
    throw new CannotRun(
      nearest === undefined
        ? `Unknown check "${id}". --list shows all checks.`
        : `Unknown check "${id}". Did you mean ${nearest}? --list shows all checks.`,
    );
  }
  return check;
}
