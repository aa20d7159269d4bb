/** The command as a process: what it inherits, where it writes, how it ends. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { APP, ENVIRONMENT, startEmulator } from "./support/start-emulator.ts";
import { startServer } from "./support/start-server.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a shell in which `microbilt` is the command. */
async function shell(script: string, environment: NodeJS.ProcessEnv = ENVIRONMENT): Promise<Outcome> {
  const microbilt = `microbilt() { "${process.execPath}" "${CLI}" "$@"; }`;
  const options = { env: { ...environment, PATH: process.env["PATH"] }, maxBuffer: 64 * 1024 * 1024 };
  try {
    return { code: 0, ...(await promisify(execFile)("/bin/sh", ["-c", `${microbilt}\n${script}`], options)) };
  } catch (error) {
    return error as Outcome;
  }
}

test("without arguments, the command prints its help", async () => {
  const { code, stdout, stderr } = await shell("microbilt");

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Usage: microbilt <command> \[options\]\n/);
  expect(stdout).toBe((await shell("microbilt --help")).stdout);
});

test.each(["check", "token", "call", "types", "proxy"])(
  "the help of %s names its options and exit codes",
  async (name) => {
    const { stdout } = await shell(`microbilt ${name} --help`);

    expect(stdout).toMatch(new RegExp(`^Usage: microbilt ${name} `));
    expect(stdout).toMatch(/\nExamples:\n {2}.*microbilt /);
    expect(stdout).toContain("\nExit codes: 0 ");
    expect(stdout.split("\n").filter((line) => line.length > 125)).toEqual([]);
  },
);

test("--version prints the version", async () => {
  expect((await shell("microbilt --version")).stdout).toBe(`${packageJson.version}\n`);
});

test("--secret-fd reads the secret from a file or a pipe, whatever the environment says", async () => {
  const { baseUrl } = await startEmulator();
  const file = join(await temporaryFolder(), "secret.txt");
  await writeFile(file, `${APP.clientSecret}\n`);
  const environment = { ...ENVIRONMENT, MICROBILT_CLIENT_SECRET: "wrong-horse" };
  const check = `microbilt check --base-url ${baseUrl}`;

  expect(await shell(check, environment)).toMatchObject({ code: 1 });
  expect(await shell(`${check} --secret-fd 3 3< ${file}`, environment)).toMatchObject({ code: 0, stderr: "" });
  expect(await shell(`cat ${file} | ${check} --secret-fd 0`, environment)).toMatchObject({ code: 0, stderr: "" });
});

test("--credentials-file reads both credentials, and a secret with characters that a shell would treat", async () => {
  const secret = `p$a'ss #w&ord`;
  const { baseUrl } = await startEmulator({ apps: [{ clientId: "my-id", clientSecret: secret }] });
  const file = join(await temporaryFolder(), "sandbox.env");
  await writeFile(file, `# sandbox\nexport MICROBILT_CLIENT_ID=my-id\r\nMICROBILT_CLIENT_SECRET="${secret}"\n`);

  expect(await shell(`microbilt check --base-url ${baseUrl} --credentials-file ${file}`, {})).toMatchObject({
    code: 0,
  });
});

test("a reader that has seen enough ends a call quietly", async () => {
  const { emulator, baseUrl } = await startEmulator();
  emulator.products.script("/x", { body: "line\n".repeat(2_000_000) });
  const { stdout, stderr } = await shell(`microbilt call GET /x --base-url ${baseUrl} | head -n 1`);

  expect([stdout, stderr]).toEqual(["line\n", ""]);
});

test.skipIf(process.platform !== "linux")("an output that is full is a failure", async () => {
  const { baseUrl } = await startEmulator();
  const { code, stderr } = await shell(`microbilt token --base-url ${baseUrl} > /dev/full`);

  expect(stderr).toMatch(/^error: Cannot write to standard output: ENOSPC/);
  expect(code).toBe(2);
});

test("the body is printed as it arrives", { timeout: 30_000 }, async () => {
  let release: () => void = () => {};
  const { emulator } = await startEmulator();
  const baseUrl = await startServer(async (request, response) => {
    if (request.method === "POST") {
      const token = emulator.tokens.issue(APP.clientId);
      response.end(JSON.stringify({ access_token: token, expires_in: "60", status: "approved" }));
      return;
    }
    response.write("first\n");
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    response.end("second\n");
  });
  const command = promisify(execFile)(process.execPath, [CLI, "call", "GET", "/x", "--base-url", baseUrl], {
    env: ENVIRONMENT,
  });
  const early = await new Promise((resolve) => command.child.stdout?.once("data", resolve));
  release();

  expect(early).toBe("first\n");
  expect((await command).stdout).toBe("first\nsecond\n");
});

test("a signal ends a call, and its request with it", async () => {
  let closed: () => void = () => {};
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  let arrived: () => void = () => {};
  const hasArrived = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const baseUrl = await startServer((request, response) => {
    if (request.method === "POST") {
      response.end(JSON.stringify({ access_token: "abc", expires_in: "60", status: "approved" }));
      return;
    }
    response.on("close", closed);
    arrived();
  });
  const command = promisify(execFile)(process.execPath, [CLI, "call", "GET", "/x", "--base-url", baseUrl], {
    env: ENVIRONMENT,
  });
  await hasArrived;
  command.child.kill("SIGINT");

  await expect(command).rejects.toMatchObject({ signal: "SIGINT" });
  await isClosed;
});
