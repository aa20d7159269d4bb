import { XMLBuilder } from "fast-xml-parser";
import type { CheckResult, ReportedFinding, RunResults } from "../run/results.ts";

const ATTRIBUTE = "@";

/**
 * The results as JUnit XML, with a suite for each group. A failure that does not fail the run is part of the output of
 * its test case.
 */
export function junitReport({ checks, target, startedAt }: RunResults): string {
  const groups = Map.groupBy(checks, ({ group }) => group);
  const suites = [...groups].map(([group, members]) => ({
    ...attributes({
      name: `${target.name} ${group}`,
      timestamp: startedAt,
      time: seconds(members.reduce((sum, { duration }) => sum + duration, 0)),
      tests: members.length,
      failures: members.filter(({ outcome }) => outcome === "failed").length,
      errors: 0,
      skipped: members.filter(({ outcome }) => outcome === "skipped").length,
    }),
    testcase: members.map(testCase),
  }));
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: ATTRIBUTE, format: true });
  return builder.build({
    "?xml": attributes({ version: "1.0", encoding: "UTF-8" }),
    testsuites: { testsuite: suites },
  });
}

function testCase(check: CheckResult): object {
  const { id, title, requirement, outcome, reason, duration } = check;
  const entry = {
    ...attributes({ classname: id, name: title, time: seconds(duration) }),
    properties: {
      property: [
        attributes({ name: "level", value: requirement.level }),
        attributes({ name: "requirement", value: requirement.pointer ?? requirement.title }),
        attributes({ name: "outcome", value: outcome }),
      ],
    },
  };
  const output = outputOf(check);
  switch (outcome) {
    case "skipped":
      return { ...entry, skipped: attributes({ message: reason ?? "" }) };
    case "failed":
      return {
        ...entry,
        failure: { ...attributes({ message: messageOf(check), type: requirement.level }), "#text": output },
      };
    default:
      return output ? { ...entry, "system-out": output } : entry;
  }
}

function messageOf({ findings: [finding] }: CheckResult): string {
  return finding ? `expected ${finding.expected}, saw ${finding.seen}` : "";
}

function outputOf({ findings, deviation, notes }: CheckResult): string {
  return [
    ...findings.map(describeFinding),
    ...(deviation ? [`known deviation, accepted until ${deviation.until}: ${deviation.reason}`] : []),
    ...notes,
  ].join("\n\n");
}

function describeFinding({ expected, seen, curl }: ReportedFinding): string {
  return [`expected: ${expected}`, `seen: ${seen}`, ...(curl ? [curl] : [])].join("\n");
}

function attributes(values: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [ATTRIBUTE + name, value]));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
