import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { createVitest, type Reporter, type TestModule } from "vitest/node";
import type { CheckResult } from "../run/results.ts";
import { CannotRun } from "../targets/target.ts";
import { SUITE_OPTIONS, type SuiteOptions } from "./options.ts";

/** More than any check takes: its requests have deadlines of their own. */
const TEST_TIMEOUT_IN_MS = 120_000;

export interface SuiteOutcome {
  readonly checks: readonly CheckResult[];
  readonly requests: number;
}

/**
 * Runs every check against a target with vitest.
 *
 * @param onResult is told of each check as it ends
 * @throws {CannotRun} when vitest could not run the suite
 */
export async function runSuite(options: SuiteOptions, onResult: (result: CheckResult) => void): Promise<SuiteOutcome> {
  const checks: CheckResult[] = [];
  const broken: string[] = [];
  let requests = 0;
  const reporter: Reporter = {
    onTestCaseResult(testCase) {
      const { result, requests: sent = 0 } = testCase.meta();
      if (!result) {
        broken.push(`${testCase.name}: ${testCase.result().errors?.[0]?.message ?? "no result"}`);
        return;
      }
      requests = Math.max(requests, sent);
      checks.push(result);
      onResult(result);
    },
    onTestModuleEnd(module: TestModule) {
      broken.push(...module.errors().map(({ message }) => message));
    },
  };

  // The suite stands beside this file, built or not.
  const suite = fileURLToPath(new URL(`suite${extname(import.meta.url)}`, import.meta.url));
  const vitest = await createVitest(
    {
      root: dirname(suite),
      config: false,
      watch: false,
      include: [suite],
      exclude: [],
      reporters: [reporter],
      // One after the other: a server is asked politely.
      maxWorkers: 1,
      isolate: false,
      pool: "threads",
      testTimeout: TEST_TIMEOUT_IN_MS,
      provide: { [SUITE_OPTIONS]: options },
    },
    { logLevel: "silent" },
  );
  try {
    const { unhandledErrors } = await vitest.start();
    broken.push(...unhandledErrors.map((error) => String((error as Error).message ?? error)));
  } finally {
    await vitest.close();
  }
  if (broken.length > 0 || checks.length === 0) {
    throw new CannotRun(`The suite itself broke: ${broken.join("\n") || "no check ran"}`);
  }
  return { checks, requests };
}
