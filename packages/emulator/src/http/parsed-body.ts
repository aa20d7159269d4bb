import { isTooDeep, TOO_DEEP } from "../input/validation/json-depth.ts";

/** The body of a product call. */
export interface ParsedBody {
  readonly text: string;
  /** The JSON value; the string if it is not JSON. Undefined if there is no body. */
  readonly value: unknown;
  /** Why it is not a JSON value that can be used. */
  readonly problem?: string;
}

export function parseBody(text: string): ParsedBody {
  if (text === "") {
    return { text, value: undefined };
  }
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(value) ? { text, value, problem: TOO_DEEP } : { text, value };
  } catch {
    return { text, value: text, problem: "The body is not valid JSON." };
  }
}
