import type { Finding } from "../check.ts";
import { curlCommand } from "../wire/curl-command.ts";
import type { WireRequest } from "../wire/exchange.ts";
import type { RunContext } from "./context.ts";
import type { ReportedFinding } from "./results.ts";

const MOST_CHARACTERS = 200;

/** A server must not be able to move the reader's cursor or break a report. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}]/gu;

/**
 * Prepares a finding for reports. It replaces the secrets before everything else: truncation and quoting would
 * disguise them.
 */
export function reportFinding(
  { expected, seen, exchange }: Finding,
  { redact }: Pick<RunContext<never>, "redact">,
): ReportedFinding {
  const show = (text: string) => truncate(redact(text).replace(UNPRINTABLE, "\u{FFFD}"));
  const finding = { expected: show(expected), seen: show(seen) };
  return exchange ? { ...finding, curl: curlCommand(redact(decodeBody(exchange.request))) } : finding;
}

function truncate(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** A body that a check specifies byte by byte, as text. */
function decodeBody(request: WireRequest): WireRequest {
  const { body = "", encoding, ...rest } = request;
  return encoding === "latin1" ? { ...rest, body: Buffer.from(body, "latin1").toString() } : request;
}
