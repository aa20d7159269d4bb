import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openRaw } from "./support/raw-connection.ts";
import { startUpstream, type Upstream } from "./support/upstream.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const CREDENTIALS = { MICROBILT_CLIENT_ID: "proxy", MICROBILT_CLIENT_SECRET: "secret-of-the-proxy" };

let upstream: Upstream;
let child: ChildProcess;
let output: string;

function run(args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  output = "";
  child = spawn(process.execPath, [CLI, "proxy", ...args], { env: { ...process.env, ...CREDENTIALS, ...environment } });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  return once(child, "exit").then(([code, signal]) => code ?? signal);
}

async function start(): Promise<{ port: number; exit: Promise<number> }> {
  upstream = await startUpstream((request, response) => {
    response.write("start");
    if (request.url === "/slow") {
      setTimeout(() => response.end("end"), 1_000);
    }
  });
  const exit = run(["--base-url", upstream.url, "--port", "0"]);
  await vi.waitFor(() => expect(output).toMatch(/passes calls from http:\S+ on to/), 20_000);
  return { port: Number(/127\.0\.0\.1:(\d+) on to/.exec(output)?.[1]), exit };
}

afterEach(() => {
  child.kill("SIGKILL");
  upstream?.close();
});

describe("a signal", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("%s lets the requests in progress finish", async (signal) => {
    const { port, exit } = await start();
    const connection = await openRaw(port, "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await connection.until(/start/);
    child.kill(signal);
    expect((await connection.closed()).text).toMatch(/3\r\nend\r\n0\r\n\r\n$/);
    expect(await exit).toBe(0);
    expect(output).toMatch(/token {2}obtained; it is valid for 3600 s\n/);
    expect(output).not.toMatch(/bearer-of|secret-of/);
  });

  test("a second one breaks them off", async () => {
    const { port, exit } = await start();
    const connection = await openRaw(port, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await connection.until(/start/);
    child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(child.exitCode).toBeNull();
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
    expect((await connection.closed()).text).not.toMatch(/0\r\n\r\n$/);
  });
});

describe("a mistake", () => {
  const server = ["--base-url", "http://127.0.0.1:1"];

  test.each([
    [
      ["--host", "0.0.0.0"],
      {},
      /--host 0\.0\.0\.0 lets other machines .* so it needs a shared key: set MICROBILT_PROXY_KEY/,
    ],
    [["--host", "0.0.0.0"], { MICROBILT_PROXY_KEY: "short-key" }, /must have at least 16 characters/],
    [[], { MICROBILT_PROXY_KEY: "" }, /must have at least 16 characters/],
    [["--port", "70000"], {}, /It must be a number from 0 to 65535/],
    [["--idle-timeout", "0"], {}, /It must be a positive number of seconds/],
    [["--host", "192.0.2.1"], { MICROBILT_PROXY_KEY: "0123456789abcdef" }, /cannot listen on 192\.0\.2\.1, port 4400/],
  ])("%j %j ends in one line that says what to do", async (args, environment: Record<string, string>, expected) => {
    expect(await run([...server, ...args], environment)).toBe(2);
    expect(output).toMatch(expected);
    expect(output.trim().split("\n").length).toBeLessThanOrEqual(2);
    expect(output).not.toMatch(/short-key|secret-of/);
  });

  test("a port in use does, too", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as { port: number };
    expect(await run([...server, "--port", String(port)])).toBe(2);
    expect(output).toContain(`Port ${port} is in use. Pass another port with --port`);
    blocker.close();
  });
});
