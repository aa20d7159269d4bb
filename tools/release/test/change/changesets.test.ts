import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { findOmissions } from "../../src/change/find-omissions.ts";
import { CHANGESET, recordChange } from "../../src/change/record-change.ts";
import { formatChangeset, parseChangeset, readChangesets } from "../../src/changesets/changeset.ts";
import { findLowBumps } from "../../src/changesets/judge-bumps.ts";
import type { Bump, Change, PackageName, SpecDiff } from "../../src/diff/spec-diff.ts";
import { readUnreleased, UNRELEASED } from "../../src/records/record.ts";

const NONE: Record<PackageName, Bump> = {
  spec: "none",
  client: "none",
  emulator: "none",
  conformance: "none",
  cli: "none",
};
const RENAMED: Change = {
  class: "breaking",
  sentence: "The token endpoint moved from /a to /b.",
  reason: "Clients send requests to the old path.",
  pointer: "#/paths/~1b",
};
const DESCRIBED: Change = {
  class: "editorial",
  sentence: "The description of expires_in changed.",
  reason: "Nothing on the wire changed.",
  pointer: "#/x",
};
const diff = (bumps: Partial<Record<PackageName, Bump>>, ...changes: Change[]): SpecDiff => ({
  changes,
  checks: [],
  bumps: { ...NONE, ...bumps },
});

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "microbilt-release-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, ".changeset"));
});

test("a change is recorded as a changeset with the bumps that are needed, and as data with its date", async () => {
  await recordChange(root, diff({ spec: "major", client: "patch" }, RENAMED, DESCRIBED), "2026-11-25");

  expect(await readFile(join(root, CHANGESET), "utf8")).toBe(`---
"@microbilt-oauth/spec": major
"@microbilt-oauth/client": patch
---

Breaking changes of the API:

- The token endpoint moved from /a to /b.

Corrections of the document:

- The description of expires_in changed.
`);
  expect(await readUnreleased(root)).toMatchObject({
    version: "unreleased",
    date: "2026-11-25",
    changes: [RENAMED, DESCRIBED],
  });
});

test("recording the same change again changes nothing, and keeps its date", async () => {
  const change = diff({ spec: "major" }, RENAMED);
  await recordChange(root, change, "2026-11-25");
  const before = await readFile(join(root, UNRELEASED), "utf8");

  await recordChange(root, change, "2026-12-01");

  expect(await readFile(join(root, UNRELEASED), "utf8")).toBe(before);
});

test("a text that somebody edited stays when the change grows, and so does a higher bump", async () => {
  await recordChange(root, diff({ spec: "patch" }, DESCRIBED), "2026-11-25");
  await writeFile(join(root, CHANGESET), formatChangeset({ ...NONE, spec: "minor" }, "A text of my own."));

  await recordChange(root, diff({ spec: "patch", client: "major" }, RENAMED, DESCRIBED), "2026-11-26");

  const [changeset] = await readChangesets(root);
  expect(changeset).toMatchObject({
    text: "A text of my own.\n\nBreaking changes of the API:\n\n- The token endpoint moved from /a to /b.",
    bumps: { spec: "minor", client: "major" },
  });
});

test("a bump that somebody raised stays, although the text is as it was written", async () => {
  const change = diff({ spec: "patch", client: "none" }, DESCRIBED);
  await recordChange(root, change, "2026-11-25");
  const [written] = await readChangesets(root);
  await writeFile(
    join(root, CHANGESET),
    formatChangeset({ ...NONE, spec: "patch", client: "major" }, written?.text ?? ""),
  );

  await recordChange(root, change, "2026-11-26");

  expect((await readChangesets(root))[0]?.bumps).toEqual({ spec: "patch", client: "major" });
});

test("a bump that somebody lowered with a reason stays", async () => {
  const change = diff({ spec: "major" }, RENAMED);
  await recordChange(root, change, "2026-11-25");
  await writeFile(
    join(root, CHANGESET),
    formatChangeset({ ...NONE, spec: "patch" }, "Moved.\n\n- Lower bump: nobody uses it."),
  );

  await recordChange(root, change, "2026-11-26");

  const changesets = await readChangesets(root);
  expect(changesets[0]?.bumps).toEqual({ spec: "patch" });
  expect(findLowBumps(change, changesets)).toEqual([]);
});

test("a text that somebody wrote is returned when the change is taken back", async () => {
  await recordChange(root, diff({ spec: "patch" }, DESCRIBED), "2026-11-25");
  await writeFile(join(root, CHANGESET), formatChangeset({ ...NONE, spec: "patch" }, "My careful text."));

  expect(await recordChange(root, diff({}), "2026-11-26")).toBe("My careful text.");
});

test("a change that was taken back leaves nothing behind", async () => {
  await recordChange(root, diff({ spec: "patch" }, DESCRIBED), "2026-11-25");

  await recordChange(root, diff({}), "2026-11-26");

  expect(await readChangesets(root)).toEqual([]);
  expect(await readUnreleased(root)).toBeUndefined();
});

test("a recorded change with its changeset lacks nothing", async () => {
  const change = diff({ spec: "minor" }, RENAMED);
  await recordChange(root, change, "2026-11-25");

  expect(findOmissions(change, await readUnreleased(root), await readChangesets(root))).toEqual([]);
});

test("a change that was not recorded is refused, and the message names the command", () => {
  expect(findOmissions(diff({ spec: "minor" }, RENAMED), undefined, [])).toEqual([
    "spec/openapi.yaml has changed since the last release, and spec/changes/unreleased.json does not say so. Run npx -y pnpm@10 spec:change.",
    "The change of the document needs a changeset with a minor bump of @microbilt-oauth/spec. Run npx -y pnpm@10 spec:change.",
  ]);
});

test("a change that was recorded before it grew is refused", async () => {
  await recordChange(root, diff({ spec: "patch" }, DESCRIBED), "2026-11-25");
  const grown = diff({ spec: "patch" }, DESCRIBED, { ...DESCRIBED, pointer: "#/y" });

  expect(findOmissions(grown, await readUnreleased(root), await readChangesets(root))).toEqual([
    expect.stringContaining("has changed since the last release"),
  ]);
});

test("a record of a change that was taken back is refused", async () => {
  await recordChange(root, diff({}, DESCRIBED), "2026-11-25");

  expect(findOmissions(diff({}), await readUnreleased(root), [])).toEqual([
    expect.stringContaining("records a change that the document no longer has"),
  ]);
});

test.each<[string, string, Bump, boolean]>([
  ["a bump that is too low", "The path moved.", "patch", true],
  ["a bump that is too low, with the reason", "The path moved.\n\nLower bump: nobody uses it.", "patch", false],
  ["a reason that is empty", "The path moved.\n\nLower bump:\n", "patch", true],
  ["the bump that is needed", "The path moved.", "major", false],
])("%s", (_, text, given, isRefused) => {
  const changesets = [parseChangeset("x.md", formatChangeset({ ...NONE, client: given }, text))];

  const low = findLowBumps(diff({ client: "major" }, RENAMED), changesets);

  expect(low).toEqual(isRefused ? [{ name: "client", needed: "major", given }] : []);
});

test("several changesets count together", () => {
  const changesets = (["patch", "major"] as const).map((bump) =>
    parseChangeset("x.md", formatChangeset({ ...NONE, client: bump }, "Text.")),
  );

  expect(findLowBumps(diff({ client: "major" }, RENAMED), changesets)).toEqual([]);
});

test("an empty changeset, as changesets writes it, has no bumps", () => {
  expect(parseChangeset("x.md", "---\n---\n\nNothing to release.\n")).toMatchObject({
    bumps: {},
    text: "Nothing to release.",
  });
});

test("a file that is not a changeset is refused by its name", () => {
  expect(() => parseChangeset("x.md", "Hello.")).toThrow(
    ".changeset/x.md must begin with the packages and their bumps",
  );
});
