import { document } from "@microbilt-oauth/spec";
import { expect, test } from "vitest";
import { withBadges } from "../scripts/badges.ts";

const page = JSON.stringify(withBadges(document));

test("operations have a badge that says where they come from", () => {
  expect(page).toContain('"x-badges":[{"name":"documented"}]');
  expect(page).toContain('"x-badges":[{"name":"observed"}]');
});

test("a member keeps the description of what it refers to", () => {
  expect(page).toContain("treat it as your application's password.\\n\\n_Documented by MicroBilt._");
});

test("what a standard asks for links to its section", () => {
  expect(page).toContain("_From [RFC 9110, section 15.5.16](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16)._");
});
