import type { Check, CheckContext, Finding } from "../../../check.ts";
import { NotApplicable } from "../../../errors.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";

/** The most findings of one check: further ones show the same. */
const MOST_FINDINGS = 5;

/** A requirement that every response of a run must meet, whatever the request was. */
export interface ResponseRequirement {
  /** The rest of the check's id. */
  readonly name: string;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** The statement that requires it. */
  readonly requirement: Check["requirement"];
  /** What is expected of each response, as a phrase. */
  readonly expected: string;
  /** Prepares the inspection of the responses of a run. */
  inspect(context: CheckContext): Inspect;
}

/** Says what is wrong with a response; undefined if nothing is. */
export type Inspect = (exchange: RecordedExchange) => string | undefined;

/** Something that was seen, and the request that shows it. */
export interface Sighting {
  /** What was seen. */
  readonly seen: string;
  /** The exchange; undefined if the request was sent byte by byte, so that it cannot be sent again. */
  readonly exchange?: { readonly request: WireRequest } | undefined;
}

/** Creates a check of the responses so far. It sends no request, so it comes after all other checks. */
export function everyResponse({ name, title, requirement, expected, inspect }: ResponseRequirement): Check {
  return {
    id: `responses/${name}`,
    title,
    requirement,
    requests: 0,
    async run(context) {
      const inspectOne = inspect(context);
      const sightings = responsesOf(context).flatMap((exchange): Sighting[] => {
        const seen = inspectOne(exchange);
        return seen === undefined ? [] : [{ seen, ...(!exchange.isRaw && { exchange }) }];
      });
      return findingsOf(expected, sightings);
    },
  };
}

/**
 * The responses of the server under test. What listens elsewhere, such as on plain http next to https, is another server.
 *
 * @throws {NotApplicable} if there are none
 */
export function responsesOf({ exchanges, target }: CheckContext): readonly RecordedExchange[] {
  const own = exchanges.filter(({ request }) => isOwn(target, request));
  if (own.length === 0) {
    throw new NotApplicable("the run has received no response yet");
  }
  return own;
}

/** Whether a request went to the server under test. */
export function isOwn({ baseUrl, secureUrl = baseUrl }: CheckContext["target"], { url }: WireRequest): boolean {
  return [baseUrl, secureUrl].some((base) => new URL(base).origin === new URL(url).origin);
}

/** One finding for everything that looks the same, with the first exchange that shows it. */
export function findingsOf(expected: string, sightings: readonly Sighting[]): Finding[] {
  const groups = [...Map.groupBy(sightings, ({ seen }) => seen)];
  return groups.slice(0, MOST_FINDINGS).flatMap(([seen, same]) => {
    const { exchange } = same.find((sighting) => sighting.exchange) ?? {};
    const times = same.length > 1 ? ` (in ${same.length} responses)` : "";
    return [{ expected, seen: `${seen}${times}`, ...(exchange && { exchange }) }];
  });
}
