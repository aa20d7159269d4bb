export type {
  Baseline,
  Check,
  CheckContext,
  CheckDefinition,
  ClientCheck,
  ClientCheckContext,
  Finding,
  Group,
} from "./check.ts";
export { GROUP_TITLES, GROUPS } from "./check.ts";
export { clientRequestChecks } from "./checks/client/client-requests.ts";
export { catalogue } from "./checks/server/catalogue.ts";
export type { DocumentIdentity, Spec } from "./document/spec.ts";
export { loadSpec } from "./document/spec.ts";
export type { Environment } from "./environment-variables.ts";
export { CannotRun, NotApplicable } from "./errors.ts";
export type { FlowName } from "./flow.ts";
export { writeReports } from "./reports/write-reports.ts";
export type { Level, Requirement } from "./requirement.ts";
export { LEVELS, requirementAt } from "./requirement.ts";
export { allRequirements } from "./requirements/all-requirements.ts";
export { describeCounts } from "./requirements/counts.ts";
export type { Keyword } from "./requirements/statement.ts";
export type { Place, TracedSource, TracedStatement } from "./requirements/traced.ts";
export { findCheck } from "./run/catalogue.ts";
export type { CheckRecord, CheckTraits, RunContext, RunSettings } from "./run/context.ts";
export { createContext } from "./run/create-context.ts";
export type { CountingRules } from "./run/outcome.ts";
export type { RunPlan } from "./run/plan.ts";
export type {
  CheckResult,
  Counts,
  KnownDeviation,
  Outcome,
  RecordedSelection,
  ReportedExchange,
  ReportedFinding,
  ReportedRequest,
  ReportedResponse,
  RunEnvironment,
  RunResults,
  TargetIdentity,
  Verdict,
} from "./run/results.ts";
export { OUTCOMES } from "./run/results.ts";
export type { RunOptions, RunStart } from "./run/run.ts";
export { run } from "./run/run.ts";
export { runCheck } from "./run/run-check.ts";
export type { Selection } from "./run/selection.ts";
export { waitWithFile } from "./run/waiting-file.ts";
export type {
  Capability,
  ClientSettings,
  ClientTarget,
  Credentials,
  Pace,
  Resource,
  RetryPolicy,
  RunningServer,
  ServerTarget,
  Target,
  TargetName,
} from "./target.ts";
export { CAPABILITIES, TARGET_NAMES } from "./target.ts";
export { clientTarget } from "./targets/client.ts";
export type { EmulatorTargetOptions } from "./targets/emulator.ts";
export { startEmulator } from "./targets/emulator.ts";
export type { PrismTargetOptions } from "./targets/prism.ts";
export { startPrism } from "./targets/prism.ts";
export type { SandboxTargetOptions, UrlTargetOptions } from "./targets/url.ts";
export { openSandbox, openUrl } from "./targets/url.ts";
export type { Waiting } from "./waiting.ts";
export type { ClientCertificate } from "./wire/connect.ts";
export type { AppRegistration, Control } from "./wire/control.ts";
export type { CertificateFiles } from "./wire/curl/command-files.ts";
export type { Exchange, WireRequest, WireResponse } from "./wire/exchange.ts";
export { NoResponse } from "./wire/exchange.ts";
export type { IssuedToken, TokenResponseMembers } from "./wire/issued-token.ts";
export type { RawExchange, RawRequest } from "./wire/raw-exchange.ts";
export type { MalformedResponse, RecordedExchange } from "./wire/recorder.ts";
export type { Encoding } from "./wire/redaction/encodings.ts";
export type { HiddenSecret, TextPart } from "./wire/redaction/split-text.ts";
export type { TokenRequestChange, TokenRequestParameters } from "./wire/token-request.ts";
