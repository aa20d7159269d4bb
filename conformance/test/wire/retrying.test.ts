import { describe, expect, test } from "vitest";
import { createRetries, retryAfter } from "../../src/wire/retrying.ts";

const POLICY = { attempts: 2, delay: 100, longestDelay: 10_000, totalDelay: 15_000 };
const response = (status: number, after?: string) => ({
  status,
  headers: after === undefined ? {} : { "retry-after": after },
  body: "",
});

describe("a request is sent again", () => {
  test.each([429, 503])("after %i", (status) => {
    expect(createRetries(POLICY).delay(response(status), 0)).toBe(100);
  });

  test("after twice the time with each attempt", () => {
    expect(createRetries(POLICY).delay(response(503), 1)).toBe(200);
  });

  test("after the time that Retry-After asks for", () => {
    expect(createRetries(POLICY).delay(response(429, "7"), 0)).toBe(7_000);
  });
});

describe("a request is not sent again", () => {
  test.each([200, 401, 500, 502])("after %i", (status) => {
    expect(createRetries(POLICY).delay(response(status, "1"), 0)).toBeUndefined();
  });

  test("after the last attempt", () => {
    expect(createRetries(POLICY).delay(response(429), 2)).toBeUndefined();
  });

  test("if Retry-After asks for more than the longest delay", () => {
    expect(createRetries(POLICY).delay(response(429, "11"), 0)).toBeUndefined();
  });

  test("once the run has waited long enough in total", () => {
    const retries = createRetries(POLICY);

    expect(retries.delay(response(429, "9"), 0)).toBe(9_000);
    expect(retries.delay(response(429, "9"), 0)).toBeUndefined();
    expect(retries.delay(response(429, "6"), 0)).toBe(6_000);
  });
});

test.each([
  ["0", 0],
  ["120", 120_000],
  ["Thu, 01 Jan 1970 00:00:05 GMT", 5_000],
  ["Wed, 31 Dec 1969 23:00:00 GMT", 0],
  ["soon", undefined],
  [undefined, undefined],
])("Retry-After: %s is %s ms", (value, expected) => {
  expect(retryAfter(value, 0)).toBe(expected);
});
