import type { AnsweredExchange } from "../wire/exchange.ts";

/** An answer in a few words: its status and its body. */
export function answerOf({ response: { status, body } }: AnsweredExchange): string {
  return body ? `${status} with the body ${body}` : `${status} without a body`;
}

/** A value as it stands in JSON. */
export function inJson(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
