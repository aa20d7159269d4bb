/** Reads header fields of responses. */
import type { WireResponse } from "../../wire/exchange.ts";

/** The media type in Content-Type, in lower case and without parameters; empty without the field. */
export function mediaTypeOf({ headers }: WireResponse): string {
  const [mediaType = ""] = (headers["content-type"] ?? "").toLowerCase().split(";");
  return mediaType.trim();
}

/** The charset that Content-Type names, in lower case; undefined if it names none. */
export function charsetOf({ headers }: WireResponse): string | undefined {
  const [, ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  return parameters.map((parameter) => /^\s*charset="?([^"\s]+)/.exec(parameter)?.[1]).find(Boolean);
}

/** Whether a header field that lists directives, such as Cache-Control, has a directive. */
export function hasDirective({ headers }: WireResponse, name: string, directive: string): boolean {
  return (headers[name] ?? "")
    .toLowerCase()
    .split(/\s*,\s*/)
    .includes(directive);
}

/** The directives in Cache-Control and their arguments, which are empty if a directive has none, by lower-case name. */
export function cacheDirectivesOf({ headers }: WireResponse): ReadonlyMap<string, string> {
  const directives = (headers["cache-control"] ?? "").toLowerCase().matchAll(/([\w-]+)(?:\s*=\s*"?([^",]*))?/g);
  return new Map([...directives].map(([, name = "", argument = ""]) => [name, argument]));
}

/** A cookie that a response sets. */
export interface Cookie {
  /** Its name. */
  readonly name: string;
  /** Its value, as sent. */
  readonly value: string;
}

/** The cookies that a response sets. */
export function cookiesOf({ headers }: WireResponse): readonly Cookie[] {
  // The values of repeated fields are joined with a comma, which also appears in dates.
  const pairs = (headers["set-cookie"] ?? "").matchAll(/(?:^|, )([^=;, ]+)=([^;,]*)/g);
  return [...pairs].map(([, name = "", value = ""]) => ({ name, value }));
}

/** The time in Date, in ms since 1970; NaN if the field is missing or not a date. */
export function dateOf({ headers }: WireResponse): number {
  return Date.parse(headers["date"] ?? "");
}

/** RFC 9110, section 5.6.2. */
const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
/** RFC 9110, section 5.6.4. */
const QUOTED_STRING = '"(?:[^"\\\\]|\\\\.)*"';
const PARAMETER = `${TOKEN} *= *(?:${TOKEN}|${QUOTED_STRING})`;
const PARAMETERS = `${PARAMETER}(?: *, *${PARAMETER})*`;
/** RFC 9110, section 11.2. */
const TOKEN68 = "[\\w.~+/-]+=*";

/** Matches the challenges in WWW-Authenticate: a scheme each, then parameters or a token68 (RFC 9110, section 11.6.1). */
export const CHALLENGES: RegExp = new RegExp(`^(?:${TOKEN}(?: +(?:${PARAMETERS}|${TOKEN68}))?(?: *, *|$))+$`);
