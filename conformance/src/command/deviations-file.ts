import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { CannotRun } from "../errors.ts";
import type { Deviation } from "../run/results.ts";

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
  reason: the gateway is changed in March
  until: 2027-03-31`;

/**
 * Reads a list of accepted failures, in YAML or JSON.
 *
 * @throws {CannotRun} that says what is wrong with it
 */
export async function readDeviations(
  file: string,
  checks: readonly { readonly id: string }[],
): Promise<readonly Deviation[]> {
  let list: unknown;
  try {
    // In the core schema a date stays a text.
    list = parse(await readFile(file, "utf8"), { schema: "core" });
  } catch (error) {
    throw new CannotRun(`The list of known deviations cannot be read: ${(error as Error).message}`);
  }
  const ajv = new Ajv2020();
  if (!ajv.validate(SCHEMA, list)) {
    throw new CannotRun(`${file} is no list of known deviations: ${ajv.errorsText()}. Write it so:${EXAMPLE}`);
  }
  const deviations = list as readonly Deviation[];
  const [stranger] = deviations.filter(({ check }) => !checks.some(({ id }) => id === check));
  if (stranger) {
    throw new CannotRun(`${file} names the check "${stranger.check}", which there is not: --list shows them all.`);
  }
  return deviations;
}
