import { document, resolve } from "@microbilt-oauth/spec";
import { expect, test } from "vitest";
import { showSources } from "../src/show-sources.ts";

const shown = showSources(document);
const json = JSON.stringify(shown);

test("an operation shows its source as a badge", () => {
  expect(json).toContain('"x-badges":[{"name":"documented"}]');
  expect(json).toContain('"x-badges":[{"name":"observed"}]');
});

test("a member that is a reference shows its source after the description of the reference's target", () => {
  const { description } = resolve(shown, "#/components/schemas/JsonTokenRequest/properties/client_secret") as {
    description: string;
  };

  expect(description).toMatch(/^The secret key.*password\.\n\n_Documented by MicroBilt\._$/);
});

test("a statement from an RFC links to its section", () => {
  expect(json).toContain("_From [RFC 9110, section 15.5.16](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16)._");
});

test("a server shows its source without Markdown, which Redoc does not render there", () => {
  expect(shown.servers?.map((server) => (server as { description?: string }).description)).toEqual([
    "Sandbox, for development and testing. Documented by MicroBilt.",
    "Production. Product calls can incur charges. Documented by MicroBilt.",
  ]);
});
