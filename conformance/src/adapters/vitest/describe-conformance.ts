import { beforeAll, describe, test } from "vitest";
import { type Check, type CheckContext, type CheckDefinition, GROUP_TITLES, type Group } from "../../check.ts";
import { clientRequestChecks } from "../../checks/client/client-requests.ts";
import { catalogue } from "../../checks/server/catalogue.ts";
import { loadSpec, type Spec, specAt } from "../../document/spec.ts";
import type { RunContext, RunSettings } from "../../run/context.ts";
import { createContext } from "../../run/create-context.ts";
import type { CheckResult } from "../../run/results.ts";
import { runCheck } from "../../run/run-check.ts";
import { type Selection, selectChecks } from "../../run/selection.ts";
import type { ClientTarget, RunningServer, ServerTarget } from "../../target.ts";
import { describeResult } from "./describe-result.ts";

/** Which checks become tests, how their results count, and how long they may take. */
export interface ConformanceOptions extends RunSettings, Selection {
  /** The most time for a test, and for opening the target, in ms. @default 60_000 */
  readonly timeout?: number | undefined;
  /** Called after each check, whatever its outcome. */
  readonly onResult?: ((result: CheckResult) => void) | undefined;
}

const TIMEOUT_IN_MS = 60_000;

/**
 * Registers a suite with one test for each check, in the vitest run that calls it.
 *
 * A failed check fails its test. A skipped check skips it, with the reason. A warning, or a failure that is noted or
 * accepted, becomes an annotation of a test that passes. The tests run one after the other, in the order of the checks.
 *
 * @param name the name of the suite
 * @param target a server or a client under test, or a function that opens a server. The suite calls the function before
 * the tests, and closes that server after them; it never closes a server that it is given.
 * @throws {CannotRun} if the selection leaves no check
 */
export function describeConformance(
  name: string,
  target: ServerTarget | ClientTarget | (() => Promise<RunningServer>),
  options: ConformanceOptions = {},
): void {
  const spec = loadSpec();
  // The order matters: the last check finds out whether the server survived all others.
  describe(name, { concurrent: false, shuffle: false }, () => {
    if (typeof target === "object" && target.kind === "client") {
      const context = createContext(spec, target, options);
      registerTests(spec, clientRequestChecks(spec), () => context, options);
    } else {
      registerServerTests(spec, target, options);
    }
  });
}

function registerServerTests(
  spec: Spec,
  target: ServerTarget | (() => Promise<RunningServer>),
  options: ConformanceOptions,
): void {
  let context: RunContext<CheckContext>;
  if (typeof target === "object") {
    context = createContext(spec, target, options);
    registerTests(spec, catalogue(specAt(spec, target)), () => context, options);
    return;
  }
  const { timeout = TIMEOUT_IN_MS } = options;
  // Where the token endpoint is, only the server says.
  let checks: ReadonlyMap<string, Check>;
  beforeAll(async () => {
    const server = await target();
    context = createContext(spec, server, options);
    checks = new Map(catalogue(specAt(spec, server)).map((check) => [check.id, check]));
    return () => server.close();
  }, timeout);
  registerTests(
    spec,
    catalogue(spec),
    () => context,
    options,
    (check) => checks.get(check.id) ?? check,
  );
}

function registerTests<Context>(
  spec: Spec,
  all: readonly CheckDefinition<Context>[],
  contextOf: () => RunContext<Context>,
  options: ConformanceOptions,
  atTarget: (check: CheckDefinition<Context>) => CheckDefinition<Context> = (check) => check,
): void {
  const { timeout = TIMEOUT_IN_MS, onResult } = options;
  const groups = Map.groupBy(selectChecks(spec, all, options), ({ id }) => id.split("/")[0] as Group);
  for (const [group, checks] of groups) {
    describe(GROUP_TITLES[group], () => {
      for (const check of checks) {
        test(check.title, { timeout }, async ({ skip, annotate }) => {
          const result = await runCheck(atTarget(check), contextOf());
          onResult?.(result);
          switch (result.outcome) {
            case "passed":
              return;
            case "skipped":
              return skip(result.reason);
            case "failed":
              throw new Error(describeResult(result));
            default:
              await annotate(describeResult(result), result.outcome);
          }
        });
      }
    });
  }
}
