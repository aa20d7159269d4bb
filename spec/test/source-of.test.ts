import { expect, test } from "vitest";
import { below, document, readContract, rfcTitle, rfcUrl, sourceOf } from "../src/index.ts";

const { pointer } = readContract(document).tokenEndpoint;

test("a statement with an x-source has that source", () => {
  expect(sourceOf(document, "#/components/schemas/TokenError/properties/Error")).toBe("observation");
});

test("a statement without an x-source has the source of the nearest enclosing statement", () => {
  expect(sourceOf(document, below(pointer, "requestBody", "content", "application/json"))).toBe("documentation");
});

test("a reference has the source of its target", () => {
  expect(sourceOf(document, below(pointer, "responses", "415"))).toBe("rfc9110#15.5.16");
  expect(sourceOf(document, below(pointer, "responses", "401"))).toBe("observation");
});

test("a pointer to nothing is rejected with an error that names the first missing part", () => {
  expect(() => sourceOf(document, "#/components/schemas/Nothing/properties/x")).toThrow(
    "The document has nothing at #/components/schemas/Nothing.",
  );
});

test("a section of an RFC has a title and a URL", () => {
  expect(rfcTitle("rfc6749#5.1")).toBe("RFC 6749, section 5.1");
  expect(rfcUrl("rfc6749#5.1")).toBe("https://www.rfc-editor.org/rfc/rfc6749#section-5.1");
});
