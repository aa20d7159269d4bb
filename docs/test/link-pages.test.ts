import { document } from "@microbilt-oauth/spec";
import { expect, test } from "vitest";
import { linkPages } from "../src/link-pages.ts";

test("the description of the API reference starts with links to the other pages", () => {
  const { description } = linkPages(document).info as { readonly description?: string };

  expect(description).toMatch(
    /^\[Conformance checks\]\(checks\.html\) · \[Requirements and their checks\]\(requirements\.html\)\n\nMicroBilt sells/,
  );
});
