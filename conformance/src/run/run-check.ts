import type { CheckDefinition, Finding, Group } from "../check.ts";
import { CannotRun, NotApplicable } from "../errors.ts";
import { requirementAt } from "../requirement.ts";
import type { Target } from "../target.ts";
import { NoResponse } from "../wire/exchange.ts";
import type { RunContext } from "./context.ts";
import { decideOutcome, type Observation } from "./outcome.ts";
import { reportFinding } from "./reported-finding.ts";
import type { CheckResult } from "./results.ts";

/**
 * Runs one check and decides how its result counts.
 *
 * @throws {CannotRun} if the check itself breaks; whatever the target does is part of the result
 */
export async function runCheck<Context>(
  check: CheckDefinition<Context>,
  run: RunContext<Context>,
): Promise<CheckResult> {
  const start = performance.now();
  const record = run.forCheck(check.id);
  const requirement = requirementAt(run.document, check.requirement);
  const observation = await observe(check, run, record.context);
  const limitation = run.target.kind === "server" ? run.target.limitations[check.id] : undefined;
  return {
    id: check.id,
    group: check.id.split("/")[0] as Group,
    title: check.title,
    requirement,
    ...decideOutcome({ id: check.id, level: requirement.level, limitation }, observation, run.rules),
    notes: run.redact(record.notes),
    requests: record.requests,
    duration: Math.round(performance.now() - start),
  };
}

async function observe<Context>(
  check: CheckDefinition<Context>,
  run: RunContext<Context>,
  context: Context,
): Promise<Observation> {
  const skipped = missingCapability(check, run.target);
  if (skipped !== undefined) {
    return { skipped };
  }
  try {
    return report(await check.run(context), run);
  } catch (error) {
    if (error instanceof NotApplicable) {
      return { skipped: run.redact(error.message) };
    }
    if (error instanceof NoResponse) {
      return report([{ expected: "a response", seen: error.message, exchange: error }], run);
    }
    throw new CannotRun(`The check ${check.id} broke: ${run.redact(messageOf(error))}`, { cause: error });
  }
}

/** The reason why the target lacks something that the check needs; undefined if it lacks nothing. */
function missingCapability({ needs = [] }: CheckDefinition<never>, target: Target): string | undefined {
  return target.kind === "server"
    ? needs.map((need) => target.lacks[need]).find((reason) => reason !== undefined)
    : undefined;
}

function report(findings: readonly Finding[], run: Pick<RunContext<never>, "redact">): Observation {
  return { findings: findings.map((finding) => reportFinding(finding, run)) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
