/** How the command reads, and writes, a list of known deviations. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readKnownDeviations, writeKnownDeviations } from "../../src/command/known-deviations-file.ts";
import { temporaryFile, temporaryFolder } from "../support/folder.ts";
import { DEVIATION, result, runResults } from "../support/results.ts";

const CHECKS = [{ id: "refusals/a" }, { id: "refusals/b" }, { id: "refusals/accepted" }];
const ENTRY = "- check: refusals/a\n  reason: why\n  until: 2027-03-31\n";
const read = async (text: string) => readKnownDeviations(await temporaryFile("known.yaml", text), CHECKS);

describe("the list", () => {
  test.each([
    ["empty", ""],
    ["only comments", "# nothing\n"],
    ["an empty list", "[]"],
    ["null", "null\n"],
  ])("may be %s", async (_, text) => {
    expect(await read(text)).toEqual([]);
  });

  test("may say more about an entry", async () => {
    expect(
      await read(`${ENTRY}  ticket: https://issues.example.test/1\n  seen: 500 with\n  sometimes: true\n`),
    ).toEqual([
      {
        check: "refusals/a",
        reason: "why",
        until: "2027-03-31",
        ticket: "https://issues.example.test/1",
        seen: "500 with",
        sometimes: true,
      },
    ]);
  });

  test("may be JSON", async () => {
    expect(await read(JSON.stringify([DEVIATION]))).toEqual([DEVIATION]);
  });

  test.each(["2027-02-30", "2027-13-01", "2027-00-10", "2026-02-29", "2027-04-31"])(
    "must not have the day %s, which does not exist",
    async (day) => {
      await expect(read(ENTRY.replace("2027-03-31", day))).rejects.toThrow(
        `until must be a date; got ${day} for refusals/a.`,
      );
    },
  );

  test("may have the last day of February in a leap year", async () => {
    expect(await read(ENTRY.replace("2027-03-31", "2028-02-29"))).toHaveLength(1);
  });

  test.each([
    ["an unknown check", ENTRY.replace("refusals/a", "refusals/x"), 'names the unknown check "refusals/x"'],
    ["an unknown member", `${ENTRY}  untill: x\n`, "is not a list of known deviations"],
    ["a check twice", ENTRY + ENTRY, 'names the check "refusals/a" twice'],
    ["an entry without a reason", ENTRY.replace("why", '""'), "is not a list of known deviations"],
    ["one entry instead of a list", "check: refusals/a\n", "is not a list of known deviations"],
    ["something that is not YAML", "a: [", "Could not read the known deviations"],
  ])("must not have %s", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe("the failures of a run", () => {
  const seen = (...all: string[]) => ({ findings: all.map((one) => ({ expected: "this", seen: one })) });
  const results = runResults(
    [
      result("passed"),
      result("failed", { id: "refusals/a", ...seen('500 with the body {"at":1525190727056}') }),
      result("failed", { id: "refusals/b", ...seen("404 with a", "404 without") }),
      result("failed", { id: "refusals/passes", isMet: true }),
      result("warning", { id: "refusals/warning" }),
      result("skipped"),
      result("accepted", { id: "refusals/accepted", deviation: DEVIATION }),
    ],
    { startedAt: "2026-12-15T10:00:00.000Z" },
  );

  test("are written as a list that can be read, for a person to complete", async () => {
    const file = join(await temporaryFolder(), "known.yaml");
    await writeKnownDeviations(file, results);

    expect(await readFile(file, "utf8")).toMatch(/^# The failures of a run/);
    expect(await readKnownDeviations(file, CHECKS)).toEqual([
      { check: "refusals/a", reason: "TODO", until: "2027-01-14", seen: '500 with the body {"at":' },
      { check: "refusals/b", reason: "TODO", until: "2027-01-14", seen: "404 with" },
      DEVIATION,
    ]);
  });

  test("are an empty list if there are none", async () => {
    const file = join(await temporaryFolder(), "known.yaml");
    await writeKnownDeviations(file, runResults([result("passed")]));

    expect(await readKnownDeviations(file, CHECKS)).toEqual([]);
  });

  test("cannot be written to a folder that does not exist", async () => {
    await expect(writeKnownDeviations("/no/such/folder/known.yaml", results)).rejects.toThrow(
      "Could not write the known deviations",
    );
  });
});
