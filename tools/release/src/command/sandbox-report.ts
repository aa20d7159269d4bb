/** Opens, updates or closes the issue about deviations of the sandbox. Run by `pnpm sandbox:report`. */
import { readFile } from "node:fs/promises";
import { carryOut, openIssues } from "../sandbox/github-issues.ts";
import { planIssue } from "../sandbox/plan-issue.ts";
import type { Results } from "../sandbox/results.ts";

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const [file, ...others] = process.argv.slice(2).filter((argument) => argument !== "--");
  if (file === undefined || others.length > 0) {
    throw new Error(
      "sandbox:report must have one file, the results of a run: pnpm sandbox:report conformance-report/results.json",
    );
  }
  const results = JSON.parse(
    await readFile(file, "utf8").catch(() => {
      throw new Error(`${file} cannot be read. The conformance suite did not run; see the output of its step.`);
    }),
  ) as Results;
  const repository = variable("GITHUB_REPOSITORY");
  const tracker = { apiUrl: variable("GITHUB_API_URL"), repository, token: variable("GITHUB_TOKEN"), fetch };
  const runUrl = `${variable("GITHUB_SERVER_URL")}/${repository}/actions/runs/${variable("GITHUB_RUN_ID")}`;
  const plan = planIssue(results, await openIssues(tracker), runUrl);
  await carryOut(tracker, plan);
  console.log(plan.action === "none" ? "No deviation, and no open issue." : `Issue: ${plan.action}.`);
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`The environment variable ${name} must be set, as GitHub does in a workflow.`);
  }
  return value;
}
