/** The README's programs compile, run, and say what they say they do; so do its commands. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { codeBlocks, type ReadmePrograms, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("..", import.meta.url));
const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

const OUTPUTS = [
  `200 {
  method: 'POST',
  path: '/iPredict/GetReport',
  query: {},
  body: { SSN: '123456789' }
}`,
  `401 {
  fault: {
    faultstring: 'Invalid access token',
    detail: { errorcode: 'oauth.v2.InvalidAccessToken' }
  }
}`,
  "{ score: 700 } 201 403",
  `not allowed 401
revoked, so there is another token 200
expired, so there is another token 200
quota used up 429
another secret invalid_client`,
  "200 [ 'token 503', 'token 503', 'token 200', 'resource 200' ]",
];

let programs: ReadmePrograms;

beforeAll(async () => {
  programs = await writeReadmePrograms(root);
});

afterAll(() => programs.remove());

test("there is a program for each thing the README shows", () => {
  expect(programs.count).toBe(OUTPUTS.length);
});

test("the programs compile", { timeout: MINUTE }, async () => {
  expect(await programs.compile()).toBe("");
});

test.each(OUTPUTS.map((output, index) => [index, output] as const))(
  "program %i prints %s",
  { timeout: MINUTE },
  async (index, output) => {
    expect(await programs.run(index)).toBe(output);
  },
);

test("its commands start the emulator, and the commands for its control answer", { timeout: MINUTE }, async () => {
  const [, starts = "", controls = ""] = await codeBlocks(root, "sh");
  for (const command of starts.split("\n")) {
    const args = command.replace("npx microbilt-emulator", "").replaceAll(/430\d/g, "0").trim().split(" ");
    const emulator = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    let control = "";
    let printed = "";
    for await (const line of createInterface({ input: emulator.stdout })) {
      printed += `${line}\n`;
      control ||= /^ +control URL +(http\S+)$/.exec(line)?.[1] ?? "";
      if (line.startsWith("Press Ctrl-C")) {
        break;
      }
    }
    expect(printed).toMatch(command.endsWith("--help") ? /Usage: microbilt-emulator/ : /base URL/);
    if (control) {
      for (const line of controls.split("\n")) {
        const { stdout } = await promisify(execFile)("sh", [
          "-c",
          `${line.replace("http://127.0.0.1:4301", control)} --silent --fail-with-body`,
        ]);
        expect(() => JSON.parse(stdout)).not.toThrow();
      }
    }
    if (emulator.exitCode === null) {
      emulator.kill("SIGINT");
      await once(emulator, "exit");
    }
    expect(emulator.exitCode).toBe(0);
  }
});
