import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "../cases/check.ts";
import type { Context, Suite } from "../cases/suite.ts";
import { NODES, nodeBinary } from "../processes/node-program.ts";
import { firstLines, startProgram } from "../processes/program.ts";
import { prepareProject } from "../project/prepare-project.ts";

const BABEL = {
  "^.+\\.[jt]sx?$": ["babel-jest", { presets: [["@babel/preset-env", { targets: { node: "current" } }]] }],
};

/** How projects set Jest up: nothing at all, Babel, and ts-jest. */
const SETUPS: Readonly<Record<string, JestSetup>> = {
  "no configuration": { file: "require.test.js", config: {} },
  "babel-jest": { file: "import.test.js", config: { transform: BABEL } },
  "ts-jest": { file: "typescript.test.ts", config: { preset: "ts-jest" } },
};
const JESTS = ["jest29", "jest30"];
/** Jest loads msw only here: one of its dependencies is an ES module, and in a VM, older versions of Node cannot require one. */
const WITH_MSW_IN_JEST = ["Node 24", "Node 26"];
/** vitest requires Node 22.12. */
const VITEST_NODES = ["Node 22", "Node 24", "Node 26"];

interface JestSetup {
  readonly file: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What Jest and vitest both write with `--json` or the JSON reporter. */
interface JsonReport {
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Test runners, with the mocks that tests use. */
export const runners: Suite = {
  name: "runners",
  run: async (context) => {
    for (const jest of JESTS) {
      const folder = await prepareProject(jest, { template: "jest-app" });
      for (const node of Object.keys(NODES)) {
        for (const [name, setup] of Object.entries(SETUPS)) {
          await runJest(context, { folder, node, label: `${jest}, ${node}, ${name}` }, setup);
        }
        if (jest === "jest30") {
          // The mocks are tried with a client that has no CommonJS build too.
          const env = { NODE_OPTIONS: "--experimental-vm-modules" };
          const file = WITH_MSW_IN_JEST.includes(node) ? "mocks/.*.test.js" : "mocks/(?!msw).*.test.js";
          const setup = { file, config: {} };
          await runJest(context, { folder, node, label: `${jest}, ${node}, mocks`, env }, setup);
        }
      }
    }
    const folder = await prepareProject("vitest");
    for (const node of VITEST_NODES) {
      await runVitest(context, { folder, node, label: `vitest, ${node}` });
    }
  },
};

interface Run {
  readonly folder: string;
  readonly node: string;
  readonly label: string;
  readonly env?: Readonly<Record<string, string>>;
}

function runJest(context: Context, run: Run, { file, config }: JestSetup): Promise<void> {
  const output = join(run.folder, "report.json");
  return runTests(context, run, output, [
    join(run.folder, "node_modules/jest/bin/jest.js"),
    ...["--config", JSON.stringify({ ...config, rootDir: run.folder })],
    ...["--ci", "--runInBand", "--json", "--outputFile", output, `${file}$`],
  ]);
}

function runVitest(context: Context, run: Run): Promise<void> {
  const output = join(run.folder, "report.json");
  return runTests(context, run, output, [
    join(run.folder, "node_modules/vitest/vitest.mjs"),
    ...["run", "--root", run.folder, "--maxWorkers", "1", "--reporter=json", `--outputFile=${output}`],
  ]);
}

async function runTests(context: Context, run: Run, output: string, args: readonly string[]): Promise<void> {
  const { folder, node, label, env = {} } = run;
  if (!label.includes(context.only)) {
    return;
  }
  const { signal, report } = context;
  await startProgram("rm", ["-f", output], { cwd: folder, signal }).ended;
  const ended = await startProgram(nodeBinary(node), args, { cwd: folder, signal, env }).ended;
  const results = await readFile(output, "utf8").then(readReport, () => []);
  if (results.length === 0) {
    report({ title: `${label}: runs`, failures: [firstLines(ended.stderr || ended.stdout)], measured: "" });
  }
  for (const result of results) {
    report({ ...result, title: `${label}: ${result.title}` });
  }
}

/** A file that could not be loaded is one failed case. */
function readReport(text: string): Result[] {
  const { testResults } = JSON.parse(text) as JsonReport;
  return testResults.flatMap(({ message = "", assertionResults }) => {
    if (assertionResults.length === 0) {
      return [{ title: "the file loads", failures: [firstLines(withoutHints(message), 300)], measured: "" }];
    }
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      title: fullName,
      failures: status === "passed" ? [] : [firstLines(withoutStack((failureMessages ?? []).join(" ")), 260) || status],
      measured: status,
    }));
  });
}

/** Jest's long hint about configuration comes before what failed. */
function withoutHints(message: string): string {
  const details = message.indexOf("Details:");
  return details === -1 ? message : message.slice(details);
}

function withoutStack(message: string): string {
  return message.replace(/\n\s+at .*/g, "");
}
