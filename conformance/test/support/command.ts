import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { main } from "../../src/command/command.ts";
import { CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import type { RunResults } from "../../src/run/results.ts";
import { temporaryFolder } from "./folder.ts";

export const CREDENTIALS: Readonly<Record<string, string>> = {
  [CLIENT_ID_VARIABLE]: "an-id",
  [CLIENT_SECRET_VARIABLE]: "s3cret+&=%/é$",
};

/** What the command did. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The folder with the reports. */
  readonly report: string;
}

/** Runs the command in this process, with the reports in a temporary folder. */
export async function runCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  const report = join(await temporaryFolder(), "report");
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  const code = await main(withReport(args, report), { environment, stdout, stderr });
  stdout.end();
  stderr.end();
  const [printed, complained] = await output;
  return { code, stdout: stripVTControlCharacters(printed), stderr: complained, report };
}

/** Adds the folder for the reports, unless the arguments belong to another command. */
export function withReport(args: readonly string[], report: string): string[] {
  return args[0] === "diff" ? [...args] : ["--report", report, ...args];
}

/** Reads the results that the command wrote. */
export async function resultsOf({ report }: Pick<CommandResult, "report">): Promise<RunResults> {
  return JSON.parse(await readFile(join(report, "results.json"), "utf8"));
}

/** Reads everything that the command printed and wrote. */
export async function outputOf({ stdout, stderr, report }: CommandResult): Promise<string> {
  const reports = ["results.json", "junit.xml", "index.html"].map((name) => readFile(join(report, name), "utf8"));
  return [stdout, stderr, ...(await Promise.all(reports))].join("\n");
}
