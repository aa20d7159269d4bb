const UUID = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi;
const ISO_TIME = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?/g;
const HTTP_TIME = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\b/g;
const LONG_NUMBER = /\b\d{6,}\b/g;
/** Ids of requests and traces: letters and digits, at least one digit, and too long for a word. */
const ID = /\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{16,}\b/gi;

/** Replaces what differs in every run: times, UUIDs and other ids, and long numbers. */
export function maskVariableParts(text: string): string {
  return [UUID, ISO_TIME, HTTP_TIME, ID, LONG_NUMBER].reduce((masked, pattern) => masked.replace(pattern, "#"), text);
}
