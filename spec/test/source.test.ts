import { expect, test } from "vitest";
import { below, document, readContract, rfcTitle, rfcUrl, sourceOf } from "../src/index.ts";

const token = readContract(document).tokenEndpoint.pointer;

test("a statement's own source counts", () => {
  expect(sourceOf(document, "#/components/schemas/TokenError/properties/Error")).toBe("observation");
});

test("what has no source has that of what is around it", () => {
  expect(sourceOf(document, below(token, "requestBody", "content", "application/json"))).toBe("documentation");
});

test("a reference has the source of what it refers to", () => {
  expect(sourceOf(document, below(token, "responses", "415"))).toBe("rfc9110#15.5.16");
  expect(sourceOf(document, below(token, "responses", "401"))).toBe("observation");
});

test("a pointer to nothing is an error that names the place", () => {
  expect(() => sourceOf(document, "#/components/schemas/Nothing/properties/x")).toThrow("#/components/schemas/Nothing");
});

test("a section of a standard has a title and an address", () => {
  expect(rfcTitle("rfc6749#5.1")).toBe("RFC 6749, section 5.1");
  expect(rfcUrl("rfc6749#5.1")).toBe("https://www.rfc-editor.org/rfc/rfc6749#section-5.1");
});
