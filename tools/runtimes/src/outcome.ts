/** What a runtime says of the tests: how many passed, and of each other one its name and message. */
export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
}

/** Reads what a runtime printed, answered or posted. */
export function parseOutcome(text: string): Outcome {
  const { passed, failed } = JSON.parse(text) as Outcome;
  if (passed + failed.length === 0) {
    throw new Error("There was not one test.");
  }
  return { passed, failed: failed.map(withoutStack) };
}

function withoutStack(failure: string): string {
  return failure.replace(/(\n +at .*)+$/, "");
}
