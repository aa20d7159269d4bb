import type { Finding } from "../check.ts";
import type { Target } from "../target.ts";
import { textOfBytes } from "../wire/curl/byte-text.ts";
import { curlCommand } from "../wire/curl/curl-command.ts";
import type { WireRequest, WireResponse } from "../wire/exchange.ts";
import type { RunContext } from "./context.ts";
import type { ReportedExchange, ReportedFinding, ReportedRequest, ReportedResponse } from "./results.ts";

/** The longest phrase for what was expected or seen. */
const MOST_CHARACTERS = 200;
/** The longest body, field or URL. */
const MOST_IN_EXCHANGE = 2_000;
/** What is read of a text to show its start. This is enough for the longest secret to be whole, so that it is hidden. */
const MOST_READ = 65_536;

/** A server must not be able to move the reader's cursor or break a report. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}]/gu;
/** In bodies, line breaks and tabs may stay. */
const UNPRINTABLE_IN_BODY = /(?![\n\t])[\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}]/gu;

/** What a finding is reported with. */
export type FindingReporting = Pick<RunContext<never>, "redact" | "split" | "target">;

/**
 * Prepares a finding for reports. It replaces the secrets before everything else: truncation and quoting would
 * disguise them.
 */
export function reportFinding({ expected, seen, exchange }: Finding, run: FindingReporting): ReportedFinding {
  const show = (text: string) => excerpt(text, MOST_CHARACTERS, UNPRINTABLE, run);
  const finding = { expected: show(expected), seen: show(seen) };
  if (!exchange) {
    return finding;
  }
  const curl = curlCommand(exchange.request, { split: run.split, caFile: caFileOf(run.target) });
  return { ...finding, ...(curl !== undefined && { curl }), exchange: reportExchange(exchange, run) };
}

/** The file that curl reads the certificate of the authority from; undefined if curl needs none. */
export function caFileOf(target: Target): string | undefined {
  return target.kind === "client" || target.ca === undefined ? undefined : (target.caFile ?? "ca.pem");
}

function reportExchange(
  { request, response }: NonNullable<Finding["exchange"]>,
  run: FindingReporting,
): ReportedExchange {
  const reported = reportRequest(request, run);
  return response ? { request: reported, response: reportResponse(response, run) } : { request: reported };
}

function reportRequest(
  { method, url, target, headers, body, encoding }: WireRequest,
  run: FindingReporting,
): ReportedRequest {
  const text = body !== undefined && encoding === "latin1" ? textOfBytes(Buffer.from(body, "latin1")) : body;
  return {
    method,
    url: inLine(url, run),
    ...(target !== undefined && { target: inLine(target, run) }),
    headers: mapFields(headers, (value) =>
      typeof value === "string" ? inLine(value, run) : value.map((item) => inLine(item, run)),
    ),
    ...(text !== undefined && { body: inBody(text, run) }),
  };
}

function reportResponse({ status, headers, body }: WireResponse, run: FindingReporting): ReportedResponse {
  return { status, headers: mapFields(headers, (value) => inLine(value, run)), body: inBody(body, run) };
}

function mapFields<T, U>(fields: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]));
}

function inLine(text: string, run: FindingReporting): string {
  return excerpt(text, MOST_IN_EXCHANGE, UNPRINTABLE, run);
}

function inBody(text: string, run: FindingReporting): string {
  return excerpt(text, MOST_IN_EXCHANGE, UNPRINTABLE_IN_BODY, run);
}

function excerpt(
  text: string,
  most: number,
  unprintable: RegExp,
  { redact }: Pick<FindingReporting, "redact">,
): string {
  const shown = redact(text.slice(0, MOST_READ)).replace(unprintable, "\u{FFFD}");
  return shown.length > most || text.length > MOST_READ ? `${shown.slice(0, most).toWellFormed()}…` : shown;
}
