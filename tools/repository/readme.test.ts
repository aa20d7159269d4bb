/** What the README says is what happens. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MINUTE = 60_000;
const readme = await readFile(`${root}/README.md`, "utf8");

const commands = blocks("sh").flatMap((block) => block.split("\n"));
const toRun = commands.filter(
  (command) => !/(?: test| mock| emulator|:mutants|--base-url .*|--target sandbox)$/.test(command),
);

test("every command of the README is known to this test", () => {
  expect(commands).toEqual(expect.arrayContaining(["npx -y pnpm@10 test", "npx -y pnpm@10 mock"]));
  expect(toRun).toHaveLength(commands.length - 6);
});

test.each(toRun)("%s", { timeout: 3 * MINUTE }, async (command) => {
  await expect(run(command)).resolves.toMatchObject({ code: 0 });
});

test("a run looks as the README shows it", { timeout: MINUTE }, async () => {
  const { stdout } = await run("npx -y pnpm@10 --silent conformance --target emulator");

  expect(steady(blocks("text")[0] ?? "")).toBe(steady(stdout));
});

test.each(commands.filter((command) => /--base-url|--target sandbox/.test(command)))(
  "without credentials, %s says what to set",
  { timeout: MINUTE },
  async (command) => {
    const { code, stderr } = await run(command);

    expect(code).toBe(2);
    expect(stderr).toContain("Set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET");
  },
);

test.each([
  ["mock", /Prism is listening on (http\S+)/, 404],
  ["emulator", /base URL +(http\S+)/, 401],
])("the %s answers until it is ended", { timeout: MINUTE }, async (script, listening, status) => {
  const server = spawn("npx", ["-y", "pnpm@10", script, "--port", "0"], { cwd: root, detached: true });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const [, address] = listening.exec(line) ?? [];
      if (address) {
        expect((await fetch(address)).status).toBe(status);
        return;
      }
    }
    throw new Error(`The ${script} ended before it listened.`);
  } finally {
    // The whole group: ending a shim of the package manager would leave the server running.
    process.kill(-(server.pid ?? 0));
    await once(server, "close");
  }
});

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "gs"))].map(([, text = ""]) => text);
}

/** Without what differs from run to run. */
function steady(output: string): string {
  return output
    .replace(/127\.0\.0\.1:\d+/, "127.0.0.1:PORT")
    .replace(/sha256 \w+/, "sha256 DIGEST")
    .replace(/seed +\d+/, "seed N")
    .replace(/in \d+\.\d s/, "in N s")
    .trim();
}

function run(command: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const [file = "", ...args] = command.split(" ");
  const { MICROBILT_CLIENT_ID: _id, MICROBILT_CLIENT_SECRET: _secret, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(file, args, { cwd: root, env: { ...env, NO_COLOR: "1" } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
