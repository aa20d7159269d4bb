import { XMLBuilder } from "fast-xml-parser";
import type { CheckResult, Outcome, ReportedFinding, RunResults } from "../run/results.ts";
import { nameTarget } from "./content/name-target.ts";

const ATTRIBUTE = "@";
/** The package of all class names. */
const PACKAGE = "microbilt";
/** What XML 1.0 allows; see https://www.w3.org/TR/xml/#charsets. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The outcomes that a suite describes in its output: JUnit has no element for them. */
const DESCRIBED: readonly Outcome[] = ["warning", "noted", "accepted"];

/**
 * The results as JUnit XML, with a suite for each group. It is valid against the schemas of Jenkins' xUnit plugin and
 * of Ant, so it uses only what both allow. A result that is not met but does not fail the run is part of the output of its
 * suite.
 */
export function junitReport(results: RunResults): string {
  const groups = [...Map.groupBy(results.checks, ({ group }) => group)];
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    format: true,
    suppressEmptyNode: true,
  });
  return builder.build(
    mapStrings({
      "?xml": attributes({ version: "1.0", encoding: "UTF-8" }),
      testsuites: { testsuite: groups.map(([group, checks], index) => suite(group, checks, index, results)) },
    }),
  );
}

function suite(group: string, checks: readonly CheckResult[], id: number, results: RunResults): object {
  return {
    ...attributes({
      id,
      package: PACKAGE,
      name: group,
      hostname: "localhost",
      // Ant's schema allows neither fractions of a second nor a time zone.
      timestamp: results.startedAt.slice(0, "2026-01-01T00:00:00".length),
      time: seconds(checks.reduce((sum, { duration }) => sum + duration, 0)),
      tests: checks.length,
      failures: checks.filter(({ outcome }) => outcome === "failed").length,
      errors: 0,
      skipped: checks.filter(({ outcome }) => outcome === "skipped").length,
    }),
    properties: { property: propertiesOf(results).map(([name, value]) => attributes({ name, value })) },
    testcase: checks.map(testCase),
    "system-out": checks.flatMap(describeCheck).join("\n\n"),
    "system-err": "",
  };
}

function propertiesOf({ target, document, environment, seed, verdict }: RunResults): [name: string, value: string][] {
  return [
    ["target", nameTarget(target)],
    ["document", `${document.title} ${document.version}`],
    ["suite", environment.suite],
    ["seed", String(seed)],
    ["verdict", verdict.text],
  ];
}

function testCase({ id, group, title, requirement, outcome, reason, findings, duration }: CheckResult): object {
  const entry = attributes({
    classname: `${PACKAGE}.${group}`,
    name: `${id.slice(group.length + 1)}: ${title}`,
    time: seconds(duration),
  });
  switch (outcome) {
    case "skipped":
      return { ...entry, skipped: attributes({ message: reason ?? "" }) };
    case "failed": {
      const [finding] = findings;
      const message = finding ? `expected ${finding.expected}; saw ${finding.seen}` : "";
      const text = [`${requirement.level} ${id}`, requirement.title, ...findings.map(describeFinding)].join("\n\n");
      return { ...entry, failure: { ...attributes({ message, type: requirement.level }), "#text": text } };
    }
    default:
      return entry;
  }
}

/** What the output of a suite says about a check: nothing if it passed, failed or was skipped without a note. */
function describeCheck({ id, title, outcome, requirement, findings, deviation, notes }: CheckResult): string[] {
  const isDescribed = DESCRIBED.includes(outcome);
  if (!isDescribed && notes.length === 0) {
    return [];
  }
  return [
    [
      `${outcome} ${requirement.level} ${id}: ${title}`,
      ...(deviation ? [`known deviation, accepted until ${deviation.until}: ${deviation.reason}`] : []),
      ...(isDescribed ? findings.map(describeFinding) : []),
      ...notes,
    ].join("\n"),
  ];
}

function describeFinding({ expected, seen, curl }: ReportedFinding): string {
  return [`expected: ${expected}`, `seen: ${seen}`, ...(curl ? [curl] : [])].join("\n");
}

function attributes(values: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [ATTRIBUTE + name, value]));
}

/** Replaces what XML cannot contain. */
function mapStrings(data: unknown): unknown {
  if (typeof data === "string") {
    return data.replace(NOT_XML, "\u{FFFD}");
  }
  if (Array.isArray(data)) {
    return data.map(mapStrings);
  }
  return typeof data === "object" && data !== null
    ? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, mapStrings(value)]))
    : data;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
