import { invalidArgument } from "../errors.ts";
import { formatType, formatValue } from "./validation/format-value.ts";
import { isTooDeep, MAX_DEPTH } from "./validation/json-depth.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** Responses with these statuses have no body (RFC 9110, section 15). */
const STATUSES_WITHOUT_BODY: ReadonlySet<unknown> = new Set([204, 205, 304]);

/** What Node can send. `Headers` accepts more. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What a status must be, for error messages. */
export const STATUS_REQUIREMENT = "an integer from 200 to 599";

/** What headers must be, for error messages. */
export const HEADERS_REQUIREMENT = "an object of header names and values";

/** Whether a value is a final status that Node and `fetch` can send (RFC 9110, section 15). */
export function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;
}

/** Whether a value can be sent as the value of a header field. */
export function isHeaderValue(value: unknown): value is string {
  return typeof value === "string" && HEADER_VALUE.test(value);
}

/** Whether a value is an object of header names and values that can be sent. */
export function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  try {
    new Headers(value as Record<string, string>);
    return isPlainObject(value) && Object.values(value).every(isHeaderValue);
  } catch {
    return false;
  }
}

/**
 * @param name the name of the body, for the error message
 * @throws {EmulatorError} `invalid_argument` if the body cannot be sent with the status
 */
export function assertBody(
  name: string,
  { status, body }: { readonly status?: unknown; readonly body?: unknown },
): void {
  if (body === undefined) {
    return;
  }
  if (STATUSES_WITHOUT_BODY.has(status)) {
    throw invalidArgument(`${name} must be omitted, because a response with status ${formatValue(status)} has no body`);
  }
  if (!isJson(body)) {
    throw invalidArgument(
      `${name} must be a string, or a JSON value nested at most ${MAX_DEPTH} levels deep; got ${formatType(body)}`,
    );
  }
}

function isJson(body: unknown): boolean {
  try {
    const text = JSON.stringify(body);
    return text !== undefined && !isTooDeep(JSON.parse(text));
  } catch {
    return false;
  }
}
