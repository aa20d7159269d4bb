import type { Finding } from "../check.ts";
import type { Target } from "../target.ts";
import { textOfBytes } from "../wire/curl/byte-text.ts";
import type { CertificateFiles, CommandFiles } from "../wire/curl/command-files.ts";
import { curlCommand } from "../wire/curl/curl-command.ts";
import { rawCommand } from "../wire/curl/raw-command.ts";
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
const UNPRINTABLE_IN_BODY = /(?![\n\t]|\r\n)[\p{Cc}\p{Cs}\u{FFFE}\u{FFFF}]/gu;

/** A page of HTML has many: in a phrase, they are as good as a space. */
const LINE_BREAK = /\r?\n[\t ]*/g;

/** Why a finding has no command. */
const TOO_LONG = "The command would be too long: the request contains too much that does not repeat itself.";
/** The files that commands name if the user has given the certificate itself. */
const CERTIFICATE_FILES: CertificateFiles = { cert: "client.pem", key: "client-key.pem" };

/** What a finding is reported with. */
export type FindingReporting = Pick<RunContext<never>, "redact" | "split" | "target">;

/**
 * Prepares a finding for reports. It replaces the secrets before everything else: truncation and quoting would
 * disguise them.
 */
export function reportFinding(found: Finding, run: FindingReporting): ReportedFinding {
  const { expected, seen, exchange, rawExchange } = found;
  // The secrets may contain line breaks.
  const redact = (text: string) => run.redact(text).replace(LINE_BREAK, " ");
  const show = (text: string) => excerpt(text, MOST_CHARACTERS, UNPRINTABLE, { redact });
  const finding = { expected: show(expected), seen: show(seen) };
  const settings = { split: run.split, ...filesOf(run.target) };
  if (rawExchange) {
    return { ...finding, ...replay(rawCommand(rawExchange.request, settings)), exchange: reportRaw(rawExchange, run) };
  }
  if (exchange) {
    return { ...finding, ...replay(curlCommand(exchange.request, settings)), exchange: reportExchange(exchange, run) };
  }
  return finding;
}

function replay(command: string | undefined): Pick<ReportedFinding, "curl" | "noCommand"> {
  return command === undefined ? { noCommand: TOO_LONG } : { curl: command };
}

/** The files that a command needs to connect to a target. */
export function filesOf(target: Target): CommandFiles {
  if (target.kind === "client") {
    return {};
  }
  const { ca, caFile = "ca.pem", clientCertificate, certificateFiles = CERTIFICATE_FILES } = target;
  return { ...(ca !== undefined && { caFile }), ...(clientCertificate !== undefined && { certificateFiles }) };
}

/** The last response is the one to the message as a whole; `seen` has them all. */
function reportRaw(
  { request, responses = [] }: NonNullable<Finding["rawExchange"]>,
  run: FindingReporting,
): ReportedExchange {
  const { message, afterInterim = "", origin } = request;
  const text = textOfBytes(Buffer.from(message + afterInterim, "latin1"));
  const { method, url } = origin;
  const reported = { method, url: inLine(url, run), headers: {}, message: inBody(text.replaceAll("\r\n", "\n"), run) };
  const response = responses.at(-1);
  return response ? { request: reported, response: reportResponse(response, run) } : { request: reported };
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
  { redact }: { readonly redact: (text: string) => string },
): string {
  const shown = redact(text.slice(0, MOST_READ)).replace(unprintable, "\u{FFFD}");
  return shown.length > most || text.length > MOST_READ ? `${shown.slice(0, most).toWellFormed()}…` : shown;
}
