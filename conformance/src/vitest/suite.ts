/** The test file that vitest runs: one test for each check. */
import { inject, test } from "vitest";
import { checksFor } from "../checks/catalogue.ts";
import { loadSpec } from "../document/spec.ts";
import { createContext } from "../run/context.ts";
import { isBinding } from "../run/results.ts";
import { runCheck } from "../run/run-check.ts";
import { SUITE_OPTIONS } from "./options.ts";

const { target, strict, seed, checks } = inject(SUITE_OPTIONS);
const spec = loadSpec();
const context = createContext(spec, target, seed);

const chosen = new Set(checks);

for (const check of checksFor(spec, target).filter(({ id }) => chosen.has(id))) {
  test(check.title, async ({ task, skip }) => {
    const result = await runCheck(check, context);
    task.meta.result = result;
    task.meta.requests = context.requests;
    if (result.outcome === "skipped") {
      skip(result.reason);
    }
    if (result.outcome === "failed" && isBinding(result, strict)) {
      throw new Error(result.findings.map(({ expected, seen }) => `expected ${expected}, saw ${seen}`).join("\n"));
    }
  });
}
