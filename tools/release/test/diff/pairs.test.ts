import type { OpenApiDocument } from "@microbilt-oauth/spec";
import { describe, expect, test } from "vitest";
import { diffDocuments } from "../../src/diff/diff-documents.ts";
import frozen from "./fixtures/document.json" with { type: "json" };
import { requestPairs } from "./pairs/in-requests.ts";
import { responsePairs } from "./pairs/in-responses.ts";
import { otherPairs } from "./pairs/of-errors-and-texts.ts";
import { operationPairs } from "./pairs/of-operations.ts";
import type { Pair } from "./pairs/pair.ts";

/** The document as it was when the pairs were written: an edit of the real one must not fail them. */
const document = frozen as unknown as OpenApiDocument;

const GROUPS: Readonly<Record<string, readonly Pair[]>> = {
  "in a response": responsePairs,
  "in a request": requestPairs,
  "of operations, servers and security": operationPairs,
  "of errors, sources and texts": otherPairs,
};
const BUMPS = { breaking: "major", compatible: "minor", editorial: "patch", undefined: "none" } as const;

describe.each(Object.entries(GROUPS))("an edit %s", (_, pairs) => {
  test.each(pairs.map((pair) => [`${pair.edit}: ${pair.class ?? "no change"}. ${pair.why}`, pair] as const))(
    "%s",
    (_, pair) => {
      const base = structuredClone(document);
      pair.prepare?.(base);
      const head = structuredClone(base);
      pair.apply(head);

      const { changes, bumps } = diffDocuments(base, head);

      expect(changes.map(({ sentence }) => sentence)).toEqual(pair.says.map((says) => expect.stringMatching(says)));
      expect(changes[0]?.class).toBe(pair.class);
      expect(bumps.spec).toBe(BUMPS[`${pair.class}`]);
      expect(bumps.client).toBe(pair.client ?? "none");
      for (const change of changes) {
        expect(change.reason).toMatch(/^[A-Z].*\.$/);
        expect(change.sentence).toMatch(/\.$/);
        expect(change.pointer).toMatch(/^#/);
      }
    },
  );
});

test("a document does not differ from itself", () => {
  expect(diffDocuments(document, structuredClone(document))).toMatchObject({
    changes: [],
    checks: [],
    bumps: { spec: "none", client: "none", emulator: "none", conformance: "none", cli: "none" },
  });
});

test("there are more than 60 edits, each with another name", () => {
  const edits = Object.values(GROUPS).flatMap((pairs) => pairs.map(({ edit }) => edit));

  expect(new Set(edits).size).toBe(edits.length);
  expect(edits.length).toBeGreaterThan(60);
});
