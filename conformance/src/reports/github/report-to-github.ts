import { appendFile } from "node:fs/promises";
import { CannotRun } from "../../errors.ts";
import type { RunResults } from "../../run/results.ts";
import { annotations } from "./annotations.ts";
import { stepSummary } from "./step-summary.ts";

/** The variables by which GitHub tells a step about itself. */
export interface GitHubEnvironment {
  /** "true" in a workflow. */
  readonly GITHUB_ACTIONS?: string | undefined;
  /** The file to which a step appends its summary. */
  readonly GITHUB_STEP_SUMMARY?: string | undefined;
}

/**
 * Adds the results to the summary of the job, and annotates the run, if the command runs on GitHub.
 *
 * @param write writes to standard output, where GitHub reads annotations
 * @throws {CannotRun} if the summary cannot be written
 */
export async function reportToGitHub(
  results: RunResults,
  { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY }: GitHubEnvironment,
  write: (text: string) => void,
): Promise<void> {
  if (GITHUB_ACTIONS === "true") {
    write(annotations(results));
  }
  if (GITHUB_STEP_SUMMARY) {
    try {
      await appendFile(GITHUB_STEP_SUMMARY, stepSummary(results));
    } catch (error) {
      const { message } = error as Error;
      throw new CannotRun(`Could not write the summary to GITHUB_STEP_SUMMARY: ${message}`, { cause: error });
    }
  }
}
