import { jsonBody, type WireResponse } from "../../wire/exchange.ts";

/** What identifies a response or its time: UUIDs, times, and long ids with digits. */
const IDENTIFIERS = [
  /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/gi,
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?/g,
  /\b(?:\w{3}, )?\d\d? \w{3} \d{4} \d\d:\d\d:\d\d(?: GMT)?/g,
  /\b(?=\w*\d)\w{8,}\b/g,
];

/**
 * Whether two responses say the same, apart from identifiers and times.
 *
 * @param again another response to the request of the first: what they do not have in common is not part of what they say
 */
export function isAlike(first: WireResponse, other: WireResponse, again: WireResponse = first): boolean {
  const [saidFirst, saidOther, saidAgain] = [partsOf(first), partsOf(other), partsOf(again)];
  const places = new Set([...saidFirst.keys(), ...saidOther.keys()]);
  return [...places].every(
    (place) => saidFirst.get(place) !== saidAgain.get(place) || saidFirst.get(place) === saidOther.get(place),
  );
}

/** What a response says, by place. */
type Parts = ReadonlyMap<string, string>;

function partsOf(response: WireResponse): Parts {
  const body = jsonBody(response);
  const parts = typeof body === "object" && body !== null ? leavesOf(body, "body") : [["body", response.body] as const];
  return new Map([["status", String(response.status)], ...parts.map(([name, text]) => [name, mask(text)] as const)]);
}

function leavesOf(value: unknown, place: string): (readonly [place: string, text: string])[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, `${place}/${name}`))
    : [[place, String(value)]];
}

function mask(text: string): string {
  return IDENTIFIERS.reduce((masked, identifier) => masked.replace(identifier, "#"), text);
}
