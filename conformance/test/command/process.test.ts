/** What only a process can show: signals, exit codes, and what goes to which stream. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { nodeVersionProblem } from "../../src/command/node-version.ts";
import { CREDENTIALS } from "../support/command.ts";
import { temporaryFile } from "../support/folder.ts";
import { runProcess, startProcess } from "../support/process.ts";
import { serve } from "../support/server.ts";

const TIMEOUT_IN_MS = 60_000;

describe("the process", { timeout: TIMEOUT_IN_MS }, () => {
  test("prints only JSON to standard output with --json, and exits with 0", async () => {
    const { code, stdout, stderr } = await runProcess(["--target", "emulator", "--only", "bearer", "--json"]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { conforms: true } });
  });

  test("exits with 1 if the target does not conform", async () => {
    const granted = JSON.stringify({ access_token: "a-token", expires_in: "3600" });
    const baseUrl = await serve((_, response) => response.writeHead(200).end(granted));
    const { code, stderr } = await runProcess(["--base-url", baseUrl, "--only", "token-response/status"], CREDENTIALS);

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });

  test("exits with 2 and a sentence on standard error if it cannot run", async () => {
    const { code, stdout, stderr } = await runProcess(["--target", "sandbox"]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "Set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET to the credentials of your MicroBilt application.\n",
    );
  });

  test("ends after the run, although something is still open", async () => {
    const preload = await temporaryFile(
      "open.mjs",
      'import { createServer } from "node:net"; createServer().listen(0);',
    );

    const { code, stdout } = await runProcess(["--list"], { NODE_OPTIONS: `--import=${pathToFileURL(preload)}` });

    expect(code).toBe(0);
    expect(stdout).toContain("checks. --explain ID explains one of them.");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGKILL", null],
  ] as const)("leaves no Prism behind when it gets %s", async (signal, expected) => {
    const { child } = await startProcess([]);
    const address = await addressOf(child.stdout);
    await expect(fetch(address)).resolves.toBeDefined();

    child.kill(signal);
    const [code] = await once(child, "close");

    expect(code).toBe(expected);
    await expectNobodyListens(address);
  });
});

describe("the version of Node", () => {
  const packageJson = new URL("../../package.json", import.meta.url);

  test("is that which the package requires, or a later one", () => {
    expect(nodeVersionProblem("24.18.0", packageJson)).toBeUndefined();
    expect(nodeVersionProblem("26.0.0", packageJson)).toBeUndefined();
  });

  test.each(["24.17.9", "22.20.0", "20.9.0", "18.0.0"])("is too old if it is %s", (version) => {
    expect(nodeVersionProblem(version, packageJson)).toBe(
      `microbilt-conformance requires Node 24.18 or later; this is Node ${version}.`,
    );
  });

  test("is checked before anything else is loaded, with exit code 2", { timeout: TIMEOUT_IN_MS }, async () => {
    // In place of an older Node, which cannot run TypeScript: it fails to load the command, as an older Node would.
    const older = `
      Object.defineProperty(process.versions, "node", { value: "20.9.0" });
      import { registerHooks } from "node:module";
      registerHooks({
        load(url, context, next) {
          if (url.endsWith("/command/command.ts")) throw new SyntaxError("loaded");
          return next(url, context);
        },
      });
    `;
    const preload = await temporaryFile("older.mjs", older);

    const { code, stdout, stderr } = await runProcess(["--help"], {
      NODE_OPTIONS: `--import=${pathToFileURL(preload)}`,
    });

    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: "microbilt-conformance requires Node 24.18 or later; this is Node 20.9.0.\n",
    });
  });
});

/** The base URL of the target, from the heading of a run. */
async function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (address) {
      return address;
    }
  }
  throw new Error("The command printed no address.");
}

async function expectNobodyListens(address: string): Promise<void> {
  const isListening = () =>
    fetch(address).then(
      () => true,
      () => false,
    );
  while (await isListening()) {
    await sleep(20);
  }
}
