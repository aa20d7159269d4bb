import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { schemaErrors } from "../document/schema-validation.ts";
import { CannotRun } from "../errors.ts";
import type { KnownDeviation } from "../run/results.ts";

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
    },
  },
} as const;

const EXAMPLE = `
- check: token-response/token_type
  reason: the gateway changes in March
  until: 2027-03-31`;

/**
 * Reads a list of known deviations, in YAML or JSON.
 *
 * @param checks the checks that the list may name
 * @throws {CannotRun} that says what is wrong with the file
 */
export async function readKnownDeviations(
  file: string,
  checks: readonly { readonly id: string }[],
): Promise<readonly KnownDeviation[]> {
  let content: unknown;
  try {
    // In the core schema, a date is a string.
    content = parse(await readFile(file, "utf8"), { schema: "core" });
  } catch (error) {
    throw new CannotRun(`Could not read the known deviations: ${(error as Error).message}`, { cause: error });
  }
  const problem = schemaErrors(SCHEMA, content);
  if (problem !== undefined) {
    throw new CannotRun(`${file} is not a list of known deviations: ${problem}. For example:${EXAMPLE}`);
  }
  const deviations = content as readonly KnownDeviation[];
  const unknown = deviations.find(({ check }) => !checks.some(({ id }) => id === check));
  if (unknown) {
    throw new CannotRun(`${file} names the unknown check "${unknown.check}". --list shows all checks.`);
  }
  return deviations;
}
