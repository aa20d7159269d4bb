import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { redocly } from "../scripts/redocly.ts";

const spec = fileURLToPath(new URL("..", import.meta.url));
const SOURCE_LINE = /^ +x-source: \S+\n/gm;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "microbilt-lint-"));
  for (const name of ["redocly.yaml", "lint", "src", "package.json", "arazzo.yaml"]) {
    await cp(join(spec, name), join(directory, name), { recursive: true });
  }
  await symlink(join(spec, "node_modules"), join(directory, "node_modules"));
});

afterEach(() => rm(directory, { recursive: true }));

test("the document has no problems", async () => {
  expect(await lint(await readDocument())).toEqual([]);
});

test("every statement without an x-source is reported", async () => {
  const text = await readDocument();

  const problems = await lint(text.replace(SOURCE_LINE, ""));

  expect(problems).toHaveLength(text.match(SOURCE_LINE)?.length ?? 0);
  expect(new Set(problems.map(({ ruleId }) => ruleId))).toEqual(new Set(["provenance/x-source"]));
  expect(problems[0]?.message).toBe(
    "This server must have an x-source: documentation, observation, or an RFC section such as rfc6749#5.1.",
  );
});

test("an unknown x-source is reported", async () => {
  const problems = await lint((await readDocument()).replace("x-source: observation", "x-source: rumour"));

  expect(problems.map(({ message }) => message)).toEqual([
    'x-source must be documentation, observation, or an RFC section such as rfc6749#5.1; got "rumour".',
  ]);
});

test.each<[string, (text: string) => string, string]>([
  [
    "an unknown x-remedy",
    (text) => text.replace("x-remedy: new-token", "x-remedy: another-token"),
    'x-remedy must be new-token, new-credentials, none; got "another-token".',
  ],
  [
    "two servers of one environment",
    (text) => text.replace("x-environment: production", "x-environment: sandbox"),
    "Two servers have the x-environment sandbox. Remove one, or rename it.",
  ],
  [
    "a server without an environment",
    (text) => text.replace("    x-environment: production\n", ""),
    "This server must have an x-environment, such as sandbox or production.",
  ],
  [
    "a reference to nothing",
    (text) => text.replace('"#/components/schemas/GrantType"', '"#/components/schemas/Nothing"'),
    "Can't resolve $ref",
  ],
])("%s is reported", async (_, change, message) => {
  const problems = await lint(change(await readDocument()));

  expect(problems.map((problem) => problem.message)).toContainEqual(expect.stringContaining(message));
});

interface Problem {
  readonly ruleId: string;
  readonly message: string;
}

function readDocument(): Promise<string> {
  return readFile(join(spec, "openapi.yaml"), "utf8");
}

async function lint(document: string): Promise<readonly Problem[]> {
  await writeFile(join(directory, "openapi.yaml"), document);
  const args = ["lint", "contract", "--format", "json", "--max-problems", "1000"];
  const output = await redocly(directory, ...args).catch((error: { stdout: string }) => error.stdout);
  return (JSON.parse(output) as { problems: Problem[] }).problems;
}
