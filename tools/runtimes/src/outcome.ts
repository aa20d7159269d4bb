/** The results of the tests on one runtime. */
export interface Outcome {
  /** How many tests passed. */
  readonly passed: number;
  /** The name and message of each failed test. */
  readonly failed: readonly string[];
}

/**
 * Parses the JSON in which a runtime reports its results.
 *
 * @throws {Error} when no test has run
 */
export function parseOutcome(json: string): Outcome {
  const { passed, failed } = JSON.parse(json) as Outcome;
  if (passed + failed.length === 0) {
    throw new Error("The runtime ran no test.");
  }
  return { passed, failed: failed.map(withoutStack) };
}

function withoutStack(failure: string): string {
  return failure.replace(/(\n +at .*)+$/, "");
}
