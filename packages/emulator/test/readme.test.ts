/** The README's programs compile, run, and print what they should. Its commands run, too. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { codeBlocks, type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { CLI } from "./support/command.ts";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("..", import.meta.url));

const IPREDICT = await readFile(new URL("../../../spec/test/products/iPredict_6.yaml", import.meta.url), "utf8");
const [INVALID, ANSWERS] = (await codeBlocks(root, "json")).map((block) => JSON.parse(block) as unknown);

function exampleOf(name: string): unknown {
  const { content } = parse(IPREDICT).paths["/GetReport"].post.responses[200];
  return content["application/json"].examples[name].value;
}

/** The first program is a test, which vitest runs. */
const OUTPUTS = [
  undefined,
  `401 {
  fault: {
    faultstring: 'Invalid access token',
    detail: { errorcode: 'oauth.v2.InvalidAccessToken' }
  }
}`,
  `first example: ${JSON.stringify(exampleOf("accepted"))}
named example: ${JSON.stringify(exampleOf("declined"))}
failure: ${JSON.stringify(exampleOf("failure"))}
invalid: ${JSON.stringify(INVALID)}
unknown path: 404`,
  "{ score: 700 } 201 403",
  `another product: 401
after a revocation, with a new token: 200
after ten minutes, with a new token: 200
after three calls in a minute: 429
with the old secret: invalid_client`,
  "200 [ 'token 503', 'token 503', 'token 200', 'resource 200' ]",
];

let programs: ReadmePrograms;

beforeAll(async () => {
  programs = await writeReadmePrograms(root, {
    "vitest.config.ts": 'export default { test: { include: ["program-0.ts"] } };',
    "iPredict_6.yaml": IPREDICT,
    "answers.json": JSON.stringify(ANSWERS),
  });
});

afterAll(() => programs.remove());

test("the README has a program for each output", () => {
  expect(programs.count).toBe(OUTPUTS.length);
});

test("the programs compile", { timeout: MINUTE }, async () => {
  expect(await programs.compile()).toBe("");
});

test("the test in the README passes", { timeout: MINUTE }, async () => {
  const vitest = fileURLToPath(
    new URL("vitest.mjs", `file://${createRequire(import.meta.url).resolve("vitest/package.json")}`),
  );
  const env = { ...process.env, NO_COLOR: "1" };
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run", "--root", `${root}test/.readme`], {
    env,
  });

  expect(stdout).toMatch(/Tests +1 passed/);
});

test.each(OUTPUTS.flatMap((output, index) => (output === undefined ? [] : [[index, output] as const])))(
  "program %i prints %s",
  { timeout: MINUTE },
  async (index, output) => {
    expect(await programs.run(index)).toBe(output);
  },
);

test("its commands start the emulator, and the control API responds to its curl commands", {
  timeout: MINUTE,
}, async () => {
  const lines = (await codeBlocks(root, "sh")).flatMap((block) => block.split("\n"));
  const starts = lines.filter((line) => line.startsWith("npx microbilt-emulator"));
  const controls = lines.filter((line) => line.startsWith("curl"));
  const installs = ["npm install --save-dev @microbilt-oauth/emulator"];
  expect([...starts, ...controls, ...installs].sort()).toEqual(lines.sort());
  expect([starts.length, controls.length]).toEqual([8, 9]);

  let controlled = 0;
  for (const start of starts) {
    const args = start
      .replace("npx microbilt-emulator", "")
      .replaceAll(/--control-port \d+/g, "--control-port 0")
      .trim();
    const emulator = spawn(process.execPath, [CLI, ...args.split(" ").filter(Boolean), ...anyPort(args)], {
      cwd: programs.directory,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    for await (const line of createInterface({ input: emulator.stdout })) {
      printed += `${line}\n`;
      if (line.startsWith("Press Ctrl-C")) {
        break;
      }
    }
    expect(printed).toMatch(start.endsWith("--help") ? /Usage: microbilt-emulator/ : /base URL/);
    const [, controlUrl] = /^ +control URL +(http\S+)$/m.exec(printed) ?? [];
    for (const control of controlUrl === undefined ? [] : controls) {
      const command = control.replace("http://127.0.0.1:4301", controlUrl ?? "");
      const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --silent --fail-with-body`]);
      expect(() => JSON.parse(stdout), stdout).not.toThrow();
      controlled += 1;
    }
    if (emulator.exitCode === null) {
      emulator.kill("SIGINT");
      await once(emulator, "exit");
    }
    expect(emulator.exitCode).toBe(0);
  }
  expect(controlled).toBe(controls.length);
});

/** The default port could be in use. */
function anyPort(args: string): readonly string[] {
  return /--port|--help/.test(args) && !args.includes("--control-port") ? [] : ["--port", "0"];
}
