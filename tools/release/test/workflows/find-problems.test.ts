import { expect, test } from "vitest";
import { findProblems } from "../../src/workflows/find-problems.ts";

const DIGEST = "0123456789abcdef0123456789abcdef01234567";
const workflow = `name: CI
on:
  push:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${DIGEST} # v7.0.1
      - run: npx -y pnpm@10 test
      - run: .ci/run
`;

async function messages(text: string, file = ".github/workflows/ci.yml"): Promise<string[]> {
  const problems = await findProblems(new Map([[file, text]]), ["test", "check"]);
  return problems.map(({ line, message }) => `${line}: ${message}`);
}

test("a correct workflow has no problem", async () => {
  expect(await messages(workflow)).toEqual([]);
});

test.each([
  ["an unknown key", workflow.replace("runs-on", "runs-in"), "runs-in"],
  [
    "an unknown context",
    workflow.replace("run: .ci/run", `run: npx -y pnpm@10 check \${{ githb.ref }}`),
    "undefined variable",
  ],
  ["a need that no job is", workflow.replace("    runs-on", "    needs: build\n    runs-on"), "build"],
  ["an unknown permission", workflow.replace("contents: read", "content: read"), "content"],
  ["a cron that never is", workflow.replace("push:", "schedule:\n    - cron: '0 99 * * *'"), "CRON"],
  ["a tag instead of a digest", workflow.replace(`${DIGEST} # v7.0.1`, "v7"), "must name a digest"],
  ["a digest without its version", workflow.replace(" # v7.0.1", ""), "must name a digest"],
  ["no permissions", workflow.replace("permissions:\n  contents: read\n", ""), "must have permissions"],
  ["a script that package.json lacks", workflow.replace("pnpm@10 test", "pnpm@10 absent"), "must run one script"],
  [
    "a program of its own",
    workflow.replace("run: .ci/run", "run: |\n          .ci/run\n          echo more"),
    "must run one script",
  ],
])("%s is reported", async (_title, text, says) => {
  expect(text).not.toBe(workflow);
  expect((await messages(text)).join("\n")).toContain(says);
});

test.each([
  ["more permissions than needed", workflow.replace("contents: read", "contents: write"), "must have permissions"],
  ["a second command", workflow.replace(/(run: npx -y pnpm@10 \w+)/, "$1 && curl example.test"), "must run one script"],
  [
    "a pull request with the rights of the repository",
    workflow.replace("push:", "pull_request_target:"),
    "use pull_request",
  ],
  ["YAML that cannot be read", `${workflow}\n  - [`, "not valid YAML"],
])("%s is reported", async (_, text, message) => {
  expect(text).not.toBe(workflow);
  expect((await messages(text)).join("\n")).toContain(message);
});

test("an action in flow style, and an input in a script, are reported", async () => {
  const flow = "name: A\nruns:\n  using: composite\n  steps:\n    - { uses: actions/setup-node@v7 }\n";
  expect(await messages(flow, "action.yml")).toEqual([expect.stringContaining("must name a digest")]);
  const run = "name: A\nruns:\n  using: composite\n  steps:\n    - run: echo $" + "{{ inputs.a }}\n      shell: bash\n";
  expect(await messages(run, "action.yml")).toEqual([expect.stringContaining("must read inputs from env")]);
});

test("an action that is not pinned is reported, with its line", async () => {
  const action = "name: A\nruns:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v7\n";
  expect(await messages(action, "action.yml")).toEqual([expect.stringMatching(/^5: .*must name a digest/)]);
});
