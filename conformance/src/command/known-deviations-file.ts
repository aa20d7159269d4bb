import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { schemaErrors } from "../document/schema-validation.ts";
import { CannotRun } from "../errors.ts";
import { deviationsOf } from "../run/deviations-of.ts";
import type { KnownDeviation, RunResults } from "../run/results.ts";

const SCHEMA = {
  type: "array",
  items: {
    type: "object",
    required: ["check", "reason", "until"],
    additionalProperties: false,
    properties: {
      check: { type: "string" },
      reason: { type: "string", minLength: 1 },
      until: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
      ticket: { type: "string", minLength: 1 },
      seen: { type: "string", minLength: 1 },
      sometimes: { type: "boolean" },
    } satisfies Record<keyof KnownDeviation, object>,
  },
} as const;

const EXAMPLE = `
- check: token-response/token_type
  reason: the gateway changes in March
  until: 2027-03-31`;

const HEADER = `# The failures of a run that microbilt-conformance --known accepts.
# Say for each why it is accepted and until when, or remove it.
`;

/**
 * Reads a list of known deviations, in YAML or JSON. A file without entries is an empty list.
 *
 * @param checks the checks that the list may name
 * @throws {CannotRun} that says what is wrong with the file
 */
export async function readKnownDeviations(
  file: string,
  checks: readonly { readonly id: string }[],
): Promise<readonly KnownDeviation[]> {
  const content = await readYaml(file);
  const problem = schemaErrors(SCHEMA, content);
  if (problem !== undefined) {
    throw new CannotRun(`${file} is not a list of known deviations: ${problem}. For example:${EXAMPLE}`);
  }
  const deviations = content as readonly KnownDeviation[];
  const unknown = deviations.find(({ check }) => !checks.some(({ id }) => id === check));
  if (unknown) {
    throw new CannotRun(`${file} names the unknown check "${unknown.check}". --list shows all checks.`);
  }
  const undated = deviations.find(({ until }) => !isDate(until));
  if (undated) {
    throw new CannotRun(`${file}: until must be a date; got ${undated.until} for ${undated.check}.`);
  }
  const repeated = deviations.find(
    ({ check }, index) => deviations.findIndex((other) => other.check === check) < index,
  );
  if (repeated) {
    throw new CannotRun(`${file} names the check "${repeated.check}" twice.`);
  }
  return deviations;
}

/**
 * Writes the failures of a run as a list of known deviations, for a person to complete. It replaces the file, and keeps
 * the entries that the run accepted.
 *
 * @throws {CannotRun} if the file cannot be written
 */
export async function writeKnownDeviations(file: string, results: RunResults): Promise<void> {
  const deviations = deviationsOf(results);
  try {
    await writeFile(file, HEADER + (deviations.length === 0 ? "[]\n" : stringify(deviations, { lineWidth: 0 })));
  } catch (error) {
    throw new CannotRun(`Could not write the known deviations: ${(error as Error).message}`, { cause: error });
  }
}

async function readYaml(file: string): Promise<unknown> {
  try {
    // In the core schema, a date is a string.
    return parse(await readFile(file, "utf8"), { schema: "core" }) ?? [];
  } catch (error) {
    throw new CannotRun(`Could not read the known deviations in ${file}: ${(error as Error).message.trim()}`, {
      cause: error,
    });
  }
}

/** Whether a day exists. */
function isDate(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
