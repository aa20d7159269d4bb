/** The tests run in any runtime: they are collected here, and `runAll` runs them. */
export { assert } from "chai";

interface Case {
  readonly name: string;
  readonly run: () => void | Promise<void>;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
}

const cases: Case[] = [];

export function test(name: string, run: Case["run"]): void {
  cases.push({ name, run });
}

export async function runAll(): Promise<Outcome> {
  const failed: string[] = [];
  for (const { name, run } of cases) {
    try {
      await run();
    } catch (error) {
      failed.push(`${name}: ${(error as Error).stack ?? error}`);
    }
  }
  return { passed: cases.length - failed.length, failed };
}
