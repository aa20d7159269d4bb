import { EmulatorError } from "../errors.ts";
import { formatValue } from "./validation/format-value.ts";
import { isTooDeep, MOST_LEVELS } from "./validation/json-depth.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** Answers of these statuses have no body (RFC 9110, section 15). */
const WITHOUT_BODY: ReadonlySet<unknown> = new Set([204, 205, 304]);

/** What Node sends; `Headers` takes more. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Node and fetch know no answers beyond; those below 200 are none (RFC 9110, section 15.2). */
export function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599;
}

export function isFieldValue(value: unknown): boolean {
  return typeof value === "string" && FIELD_VALUE.test(value);
}

export function isHeaders(value: unknown): boolean {
  try {
    new Headers(value as Record<string, string>);
    return isPlainObject(value) && Object.values(value as object).every(isFieldValue);
  } catch {
    return false;
  }
}

/** @throws {EmulatorError} `invalid_argument` when the body cannot be sent with the status */
export function assertBody(
  what: string,
  { status, body }: { readonly status?: unknown; readonly body?: unknown },
): void {
  if (body === undefined) {
    return;
  }
  if (WITHOUT_BODY.has(status)) {
    throw new EmulatorError("invalid_argument", `body of ${what} has to be left out: a ${status} has none.`);
  }
  if (!isJson(body)) {
    throw new EmulatorError(
      "invalid_argument",
      `body of ${what} is a text, or what JSON can hold at most ${MOST_LEVELS} levels deep, not ${formatValue(body)}.`,
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
