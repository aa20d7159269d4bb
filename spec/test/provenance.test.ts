import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { redocly } from "../scripts/redocly.ts";

const spec = fileURLToPath(new URL("..", import.meta.url));
const STATEMENT = /^ +x-source: \S+\n/gm;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "microbilt-lint-"));
  for (const name of ["redocly.yaml", "lint", "package.json", "arazzo.yaml"]) {
    await cp(join(spec, name), join(directory, name), { recursive: true });
  }
  await symlink(join(spec, "node_modules"), join(directory, "node_modules"));
});

afterEach(() => rm(directory, { recursive: true }));

test("the document says of everything where it comes from", async () => {
  expect(await lint(await documentText())).toEqual([]);
});

test("every statement without a source is reported", async () => {
  const text = await documentText();
  const bare = text.replace(STATEMENT, "");

  const problems = await lint(bare);

  expect(problems).toHaveLength(text.match(STATEMENT)?.length ?? 0);
  expect(new Set(problems.map(({ ruleId }) => ruleId))).toEqual(new Set(["provenance/x-source"]));
  expect(problems[0]?.message).toContain("add x-source");
});

test("a source that is none is reported, with what to write instead", async () => {
  const problems = await lint((await documentText()).replace("x-source: observation", "x-source: rumour"));

  expect(problems.map(({ message }) => message)).toEqual([
    'x-source is "rumour": write documentation, observation, or an RFC section such as rfc6749#5.1.',
  ]);
});

interface Problem {
  readonly ruleId: string;
  readonly message: string;
}

function documentText(): Promise<string> {
  return readFile(join(spec, "openapi.yaml"), "utf8");
}

async function lint(text: string): Promise<readonly Problem[]> {
  await writeFile(join(directory, "openapi.yaml"), text);
  const command = ["lint", "contract", "--format", "json", "--max-problems", "1000"];
  const output = await redocly(directory, ...command).catch((error: { stdout: string }) => error.stdout);
  return (JSON.parse(output) as { problems: Problem[] }).problems;
}
