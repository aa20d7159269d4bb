import { describe, expect, test } from "vitest";
import { withFieldLines, withFields } from "../../src/wire/added-fields.ts";

const FIELDS = { "x-api-key": "k$&y" };
const request = { method: "GET", url: "http://127.0.0.1/", headers: {} };

describe("a request", () => {
  test("gets the fields that it lacks", () => {
    expect(withFields(request, FIELDS).headers).toEqual(FIELDS);
  });

  test("that has the fields stays the same object, by which checks recognise it", () => {
    const complete = { ...request, headers: FIELDS };

    expect(withFields(complete, FIELDS)).toBe(complete);
    expect(withFields(request, {})).toBe(request);
  });

  test("keeps its own value of a field", () => {
    expect(withFields({ ...request, headers: { a: "own" } }, { a: "b", c: "d" }).headers).toEqual({ a: "own", c: "d" });
  });
});

describe("a message", () => {
  const message = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\r\n";

  test("gets the fields that it lacks after its request line", () => {
    expect(withFieldLines({ origin: request, message }, FIELDS).message).toBe(
      "GET / HTTP/1.1\r\nx-api-key: k$&y\r\nHost: a\r\n\r\nbody\r\n",
    );
  });

  test("made from a request that has the fields stays as it is", () => {
    const raw = { origin: { ...request, headers: FIELDS }, message };

    expect(withFieldLines(raw, FIELDS)).toBe(raw);
  });
});
