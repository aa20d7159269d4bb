import { readFile } from "node:fs/promises";
import { XMLParser } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { junitReport } from "../../src/reports/junit-report.ts";
import { DEVIATION, INFO, result, runResults, SHOULD } from "../support/results.ts";

/** Text that XML cannot contain, that ends what it is in, or that parsers change. */
const NASTY = `<script>&amp;"']]>--> \u0000\u0001\u000b\u001b[31m\u007f\u0085\ud800 \udfff\ufffe\uffff\u{1F600}\u{1FFFE}\t\r\n%s`;
const findings = [{ expected: `this ${NASTY}`, seen: `that ${NASTY}`, curl: `curl ${NASTY}` }];

const checks = [
  result("passed", { id: "refusals/passed", notes: [`A note. ${NASTY}`] }),
  result("failed", { id: "refusals/failed", title: NASTY, findings }),
  result("failed", { id: "refusals/strict", requirement: SHOULD, findings }),
  result("warning", { id: "refusals/warning", requirement: SHOULD, findings }),
  result("noted", { id: "refusals/noted", requirement: INFO, findings }),
  result("accepted", { id: "refusals/accepted", findings, deviation: DEVIATION }),
  result("skipped", { id: "refusals/skipped", reason: `no second application ${NASTY}` }),
  result("passed", { id: "bearer/passed", group: "bearer" }),
];

const SCHEMAS = ["jenkins-xunit.xsd", "ant-junit.xsd"];

describe.each(SCHEMAS)("the schema %s", (name) => {
  const validate = async (contents: string) => {
    const schema = await readFile(new URL(`fixtures/${name}`, import.meta.url), "utf8");
    const { errors } = await validateXML({ xml: { fileName: "junit.xml", contents }, schema });
    return errors.map(({ message }) => message);
  };

  test.each([
    ["a run with every outcome, whatever the server sent", runResults(checks)],
    ["a run without a failure", runResults([result("passed")])],
    ["a run without results", runResults([])],
  ])("allows the report of %s", async (_, results) => {
    expect(await validate(junitReport(results))).toEqual([]);
  });

  test("does not allow everything", async () => {
    const xml = junitReport(runResults(checks));

    expect(await validate(xml.replace("<testcase ", '<testcase since="1" '))).not.toEqual([]);
    expect(await validate(xml.replaceAll("failures=", "fails="))).not.toEqual([]);
    expect(await validate(xml.replace("</testsuites>", ""))).not.toEqual([]);
  });
});

describe("the report", () => {
  const parse = (xml: string) => new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(xml);
  const [refusals, bearer] = parse(junitReport(runResults(checks))).testsuites.testsuite;
  const caseOf = (id: string) => refusals.testcase.find(({ name }: { name: string }) => name.startsWith(`${id}: `));

  test("has a suite for each group, and counts", () => {
    expect(refusals).toMatchObject({ id: "0", name: "refusals", tests: "7", failures: "2", errors: "0", skipped: "1" });
    expect(bearer).toMatchObject({ id: "1", name: "bearer", tests: "1", failures: "0", skipped: "0" });
  });

  test("names the group as the class, and the check as the test", () => {
    expect(bearer.testcase).toMatchObject({ classname: "microbilt.bearer", name: "passed: A requirement" });
  });

  test.each([
    ["failed", "MUST"],
    ["strict", "SHOULD"],
  ])("says what was expected and seen in the failure of the check %s", (name, type) => {
    expect(caseOf(name).failure).toMatchObject({
      type,
      message: expect.stringMatching(/^expected this .*; saw that /s),
    });
    expect(caseOf(name).failure["#text"]).toContain(`${type} refusals/${name}`);
  });

  test.each(["warning", "noted", "accepted"])(
    "has the evidence for the outcome %s in the output of the suite",
    (name) => {
      expect(caseOf(name)).not.toHaveProperty("failure");
      expect(refusals["system-out"]).toMatch(new RegExp(`^${name} \\w+ refusals/${name}: A requirement$`, "m"));
    },
  );

  test("says why a check was skipped", () => {
    expect(caseOf("skipped").skipped.message).toContain("no second application");
  });

  test("names the target, the versions, the seed and the verdict", () => {
    const names = refusals.properties.property.map(({ name }: { name: string }) => name);

    expect(names).toEqual(["target", "document", "suite", "seed", "verdict"]);
  });
});
