import type { CheckDefinition, Finding, Group } from "../check.ts";
import { NotApplicable } from "../errors.ts";
import { requirementAt } from "../requirement.ts";
import { QUICK_RETRY, type Target } from "../target.ts";
import { NoResponse } from "../wire/exchange.ts";
import { NoRawResponse } from "../wire/raw-exchange.ts";
import type { CheckRecord, RunContext } from "./context.ts";
import { decideOutcome, type Observation } from "./outcome.ts";
import { type FindingReporting, reportFinding } from "./reported-finding.ts";
import type { CheckResult } from "./results.ts";

/** Enough for what a check does beside its requests, such as waiting for an access token to expire. */
const LEAST_TIME_IN_MS = 120_000;

/**
 * Runs one check and decides how its result counts. Whatever the target does is part of the result, and so is an error
 * in the check itself.
 *
 * @param longest the most time for the check, in ms; one that takes longer hangs
 */
export async function runCheck<Context>(
  check: CheckDefinition<Context>,
  run: RunContext<Context>,
  longest: number = longestTime(check, run),
): Promise<CheckResult> {
  const start = performance.now();
  const record = run.forCheck(check);
  const requirement = requirementAt(run.document, check.requirement);
  const observation = await inTime(observe(check, run, record), longest);
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
  { context, prepare }: Pick<CheckRecord<Context>, "context" | "prepare">,
): Promise<Observation> {
  const skipped = missingCapability(check, run.target);
  if (skipped !== undefined) {
    return { skipped, kind: "structural" };
  }
  try {
    await prepare();
    return report(await check.run(context), run);
  } catch (error) {
    if (error instanceof NotApplicable) {
      return { skipped: run.redact(error.message), kind: error.kind };
    }
    if (error instanceof NoResponse) {
      const evidence =
        error instanceof NoRawResponse ? { rawExchange: { request: error.rawRequest } } : { exchange: error };
      return report([{ expected: "a response", seen: error.message, ...evidence }], run);
    }
    return { skipped: `the check broke: ${run.redact(describeError(error))}`, kind: "error" };
  }
}

type LongestTimeFacts = Pick<RunContext<never>, "target" | "waiting">;

/** Each request has a deadline of its own, and at most this much time passes between two requests. */
function longestTime({ requests = 1 }: CheckDefinition<never>, { target, waiting }: LongestTimeFacts): number {
  if (target.kind === "client") {
    return LEAST_TIME_IN_MS;
  }
  const { pace, deadline, retry = QUICK_RETRY } = target;
  return LEAST_TIME_IN_MS + requests * (pace.interval + deadline) + retry.totalDelay + (waiting?.longest ?? 0);
}

async function inTime(observation: Promise<Observation>, longest: number): Promise<Observation> {
  const { promise, resolve } = Promise.withResolvers<Observation>();
  const skipped = `the check did not end within ${Math.round(longest / 1_000)} s`;
  const timer = setTimeout(() => resolve({ skipped, kind: "error" }), longest);
  try {
    return await Promise.race([observation, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The reason why the target lacks something that the check needs; undefined if it lacks nothing. */
function missingCapability({ needs = [] }: CheckDefinition<never>, target: Target): string | undefined {
  return target.kind === "server"
    ? needs.map((need) => target.lacks[need]).find((reason) => reason !== undefined)
    : undefined;
}

function report(findings: readonly Finding[], run: FindingReporting): Observation {
  return { findings: findings.map((finding) => reportFinding(finding, run)) };
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
