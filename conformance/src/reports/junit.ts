import { XMLBuilder } from "fast-xml-parser";
import { type CheckResult, isBinding, type RunResults } from "../run/results.ts";

const ATTRIBUTE = "@";

/** The results as JUnit XML: a suite for each group; what is wrong but does not fail the run is a note in its case's output. */
export function junitReport({ checks, strict, target, startedAt }: RunResults): string {
  const groups = [...new Set(checks.map(({ group }) => group))];
  const suites = groups.map((group) => {
    const members = checks.filter((check) => check.group === group);
    const cases = members.map((check) => testCase(check, strict));
    return {
      ...attributes({
        name: `${target.name} ${group}`,
        timestamp: startedAt,
        time: seconds(members.reduce((sum, { duration }) => sum + duration, 0)),
        tests: cases.length,
        failures: cases.filter((entry) => "failure" in entry).length,
        errors: 0,
        skipped: cases.filter((entry) => "skipped" in entry).length,
      }),
      testcase: cases,
    };
  });
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: ATTRIBUTE, format: true });
  return builder.build({
    "?xml": attributes({ version: "1.0", encoding: "UTF-8" }),
    testsuites: { testsuite: suites },
  });
}

function testCase(check: CheckResult, strict: boolean): object {
  const { id, title, requirement, outcome, reason, deviation, findings, notes, duration } = check;
  const said = [
    ...findings.map(({ expected, seen, curl }) => `expected: ${expected}\nseen: ${seen}\n${curl ?? ""}`),
    ...(deviation ? [`accepted until ${deviation.until}: ${deviation.reason}`] : []),
    ...notes,
  ].join("\n\n");
  const entry = {
    ...attributes({ classname: id, name: title, time: seconds(duration) }),
    properties: {
      property: [
        attributes({ name: "level", value: requirement.level }),
        attributes({ name: "requirement", value: requirement.pointer ?? requirement.title }),
      ],
    },
  };
  if (outcome === "skipped") {
    return { ...entry, skipped: attributes({ message: reason ?? "" }) };
  }
  if (outcome === "failed" && isBinding(check, strict)) {
    return {
      ...entry,
      failure: { ...attributes({ message: findings[0]?.seen ?? "", type: requirement.level }), "#text": said },
    };
  }
  return said ? { ...entry, "system-out": said } : entry;
}

function attributes(values: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [ATTRIBUTE + name, value]));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
