import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";
import { findingsOf, responsesOf, type Sighting } from "./every-response.ts";

/** The format that senders use (RFC 9110, section 5.6.7). */
const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/** How far the times of one clock may seem to differ: a response takes time, and a cache may be involved. */
const TOLERANCE_IN_MS = 60_000;
/** A clock that differs by more is worth a note. */
const NOTEWORTHY_OFFSET_IN_MS = 300_000;

/** The time in every response. */
export function dateChecks(): Check[] {
  return [
    {
      id: "responses/date",
      title: "Each success has Date, and every Date is a valid time of one clock",
      requirement: "rfc9110#6.6.1",
      requests: 0,
      run: async (context) => inspectDates(context),
    },
  ];
}

function inspectDates(context: CheckContext): Finding[] {
  const responses = responsesOf(context);
  const missing = responses.filter(isMissing).map((exchange) => ({ seen: "a success without Date", exchange }));
  const dated = responses.filter(({ response }) => response.headers["date"] !== undefined);
  const invalid = dated.flatMap((exchange) => {
    const value = exchange.response.headers["date"] ?? "";
    return IMF_FIXDATE.test(value) ? [] : [{ seen: `Date: ${value}`, exchange }];
  });
  return [
    ...findingsOf("a Date such as Sun, 06 Nov 1994 08:49:37 GMT", [...missing, ...invalid]),
    ...findingsOf("the time of the response, by the same clock as in the others", otherTimes(context, dated)),
  ];
}

/** A server without a clock sends no Date in any response. */
function isMissing({ response: { status, headers }, isRaw }: RecordedExchange): boolean {
  return !isRaw && status >= 200 && status < 300 && headers["date"] === undefined;
}

function otherTimes({ note }: CheckContext, dated: readonly RecordedExchange[]): Sighting[] {
  const offsets = dated.flatMap((exchange) => {
    const offset = Date.parse(exchange.response.headers["date"] ?? "") - exchange.at;
    return Number.isNaN(offset) ? [] : [{ exchange, offset }];
  });
  const sorted = offsets.map(({ offset }) => offset).sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (Math.abs(usual) > NOTEWORTHY_OFFSET_IN_MS) {
    const minutes = Math.round(Math.abs(usual) / 60_000);
    note(`The clock of the server is ${minutes} min ${usual > 0 ? "ahead of" : "behind"} the clock of this machine.`);
  }
  return offsets
    .filter(({ offset }) => Math.abs(offset - usual) > TOLERANCE_IN_MS)
    .map(({ exchange }) => ({ seen: `Date: ${exchange.response.headers["date"]}`, exchange }));
}
