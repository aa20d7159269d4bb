import type { CheckDefinition, Finding, Group } from "../check.ts";
import { NotApplicable } from "../errors.ts";
import { requirementAt } from "../requirement.ts";
import type { ServerTarget } from "../target.ts";
import { curlOf } from "../wire/curl.ts";
import { NoResponse, type WireRequest } from "../wire/exchange.ts";
import type { RunContext } from "./context.ts";
import type { CheckResult, ReportedFinding } from "./results.ts";

type Verdict = Pick<CheckResult, "outcome" | "findings"> & { readonly reason?: string };

/** Runs one check and says what came of it; never throws on account of the server. */
export async function runCheck<Context>(
  check: CheckDefinition<Context>,
  run: RunContext<Context>,
): Promise<CheckResult> {
  const start = performance.now();
  const context = run.forCheck(check.id);
  const verdict = await judge(check, run, context);
  return {
    id: check.id,
    group: check.id.split("/")[0] as Group,
    title: check.title,
    requirement: requirementAt(run.document, check.requirement),
    ...verdict,
    notes: run.redactor.redact(context.notes),
    requests: context.sent,
    duration: Math.round(performance.now() - start),
  };
}

const NOTHING_MISSING: Pick<ServerTarget, "lacks" | "limitations"> = { lacks: {}, limitations: {} };

async function judge<Context>(
  check: CheckDefinition<Context>,
  run: RunContext<Context>,
  context: Context,
): Promise<Verdict> {
  const { lacks, limitations } = run.target.kind === "server" ? run.target : NOTHING_MISSING;
  const unmet = check.needs?.find((need) => lacks[need]);
  if (unmet) {
    return { outcome: "skipped", reason: lacks[unmet] ?? unmet, findings: [] };
  }
  try {
    const findings = await check.run(context);
    return weigh(
      findings.map((finding) => report(finding, run)),
      limitations[check.id],
    );
  } catch (error) {
    if (error instanceof NotApplicable) {
      return { outcome: "skipped", reason: error.message, findings: [] };
    }
    if (error instanceof NoResponse) {
      const finding = { expected: "an answer", seen: error.message, exchange: error };
      return weigh([report(finding, run)], limitations[check.id]);
    }
    throw error;
  }
}

/** A known limitation of the target excuses a failure; if nothing fails any more, the limitation must go. */
function weigh(findings: readonly ReportedFinding[], limitation: string | undefined): Verdict {
  if (limitation === undefined) {
    return { outcome: findings.length > 0 ? "failed" : "passed", findings };
  }
  if (findings.length > 0) {
    return { outcome: "skipped", reason: `known limitation: ${limitation}`, findings };
  }
  const finding = {
    expected: `the known limitation: ${limitation}`,
    seen: "the check passed: take the limitation off the target's list",
  };
  return { outcome: "failed", findings: [finding] };
}

const ENOUGH_TO_RECOGNISE = 200;

/** A server must not be able to move the reader's cursor or break a report. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}]/gu;

/** A finding as it can be shown. Secrets go first: a text cut short or quoted would disguise them. */
function report(
  { expected, seen, exchange }: Finding,
  { redactor }: Pick<RunContext<never>, "redactor">,
): ReportedFinding {
  const show = (text: string) => shortened(redactor.redact(text).replace(UNPRINTABLE, "\u{FFFD}"));
  const finding = { expected: show(expected), seen: show(seen) };
  return exchange ? { ...finding, curl: curlOf(redactor.redact(readable(exchange.request))) } : finding;
}

function shortened(text: string): string {
  return text.length > ENOUGH_TO_RECOGNISE ? `${text.slice(0, ENOUGH_TO_RECOGNISE)}…` : text;
}

/** A body that is given byte by byte, as text. */
function readable(request: WireRequest): WireRequest {
  const { body = "", encoding, ...rest } = request;
  return encoding === "latin1" ? { ...rest, body: Buffer.from(body, "latin1").toString() } : request;
}
