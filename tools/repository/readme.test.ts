/** The commands of the README do what it says. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = await readFile(`${root}/README.md`, "utf8");
const { scripts } = JSON.parse(await readFile(`${root}/package.json`, "utf8")) as {
  scripts: Readonly<Record<string, string>>;
};
const TIMEOUT_IN_MS = 60_000;

const PNPM = "npx -y pnpm@10";

/** Tests below run these commands. */
const RUN_HERE = [
  `${PNPM} conformance`,
  `${PNPM} conformance --base-url http://127.0.0.1:8080 --resource /application/path`,
  `${PNPM} conformance --target sandbox`,
  `${PNPM} conformance --help`,
  `${PNPM} emulator`,
  `${PNPM} mock`,
];

const { MICROBILT_CLIENT_ID: _id, MICROBILT_CLIENT_SECRET: _secret, ...inherited } = process.env;
/** As pnpm sets it for a script, without credentials. */
const env = { ...inherited, PATH: `${root}/node_modules/.bin:${inherited["PATH"]}`, NO_COLOR: "1" };

/** `test` itself, and the commands whose work is part of it: here they would only repeat it. */
const PART_OF_TEST = ["test", "conformance:mutants", "packages", "generate", "check", "build:docs"];

test("this test knows every command of the README", () => {
  const commands = codeBlocks("sh").flatMap((block) => block.split("\n").map((line) => line.trim()));

  expect(commands.toSorted()).toEqual([...RUN_HERE, ...PART_OF_TEST.map((script) => `${PNPM} ${script}`)].toSorted());
});

test.each(PART_OF_TEST)("the script %s exists", (script) => {
  expect(scripts).toHaveProperty([script]);
});

test(`${PNPM} conformance checks the mock`, { timeout: TIMEOUT_IN_MS }, async () => {
  await expect(execute("npx", ["-y", "pnpm@10", "conformance"])).resolves.toMatchObject({
    code: 0,
    stdout: expect.stringContaining("prism conforms as far as checked"),
  });
});

test("a run prints what the README shows", { timeout: TIMEOUT_IN_MS }, async () => {
  const { stdout } = await run(`${PNPM} conformance --target emulator`);

  const [sample = ""] = codeBlocks("text");
  expect(withoutVariableParts(sample)).toBe(withoutVariableParts(stdout));
});

test(`${PNPM} conformance --help lists the options that the README names`, { timeout: TIMEOUT_IN_MS }, async () => {
  const { code, stdout } = await run(`${PNPM} conformance --help`);

  expect(code).toBe(0);
  for (const [option] of readme.matchAll(/--(?:target|base-url|resource|strict|require-all)\b/g)) {
    expect(stdout).toContain(option);
  }
});

test.each(RUN_HERE.filter((command) => /--base-url|--target sandbox/.test(command)))(
  "without credentials, %s says which variables to set",
  { timeout: TIMEOUT_IN_MS },
  async (command) => {
    const { code, stderr } = await run(command);

    expect(code).toBe(2);
    expect(stderr).toContain("Set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET");
  },
);

test.each([
  ["mock", /Prism is listening on (http\S+)/, 404],
  ["emulator", /base URL +(http\S+)/, 401],
])(`${PNPM} %s starts a server that responds`, { timeout: TIMEOUT_IN_MS }, async (script, listening, status) => {
  const server = spawn("sh", ["-c", `${scripts[script]} --port 0`], { cwd: root, env, detached: true });
  try {
    const url = await firstMatch(createInterface({ input: server.stdout }), listening);
    expect((await fetch(url)).status).toBe(status);
  } finally {
    // Stopping only the shell would leave the server running, so this stops its whole process group.
    process.kill(-(server.pid ?? 0));
    await once(server, "close");
  }
});

async function firstMatch(lines: AsyncIterable<string>, pattern: RegExp): Promise<string> {
  for await (const line of lines) {
    const match = pattern.exec(line)?.[1];
    if (match) {
      return match;
    }
  }
  throw new Error(`The output must contain a line that matches ${pattern}.`);
}

/** The code blocks of the README in one language, without the indentation of a list. */
function codeBlocks(language: string): string[] {
  const blocks = readme.matchAll(new RegExp(`^ *\`\`\`${language}\n(.*?)\n *\`\`\``, "gms"));
  return [...blocks].map(([, code = ""]) => code);
}

function withoutVariableParts(output: string): string {
  return output
    .replace(/127\.0\.0\.1:\d+/, "127.0.0.1:PORT")
    .replace(/sha256 \w+/, "sha256 DIGEST")
    .replace(/seed +\d+/, "seed N")
    .replace(/in \d+\.\d s/, "in N s")
    .trim();
}

/** Runs the script that a command names, without npx and pnpm, which would only add time. */
function run(command: string): Promise<ExitedProcess> {
  const [script = "", ...args] = command.slice(`${PNPM} `.length).split(" ");
  return execute("sh", ["-c", [scripts[script], ...args].join(" ")]);
}

interface ExitedProcess {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function execute(file: string, args: readonly string[]): Promise<ExitedProcess> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
