/** The command, as a developer starts it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { request } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { document } from "@microbilt-oauth/spec";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const SPEC = fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.yaml"));

const running = new Set<ChildProcess>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "emulator-test-"));
});

afterEach(() => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
  running.clear();
});

afterAll(() => rm(folder, { recursive: true }));

interface Started {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  printed(): string;
  /** What stands behind a name in the greeting. */
  fact(name: string): string;
}

/** Starts the command and waits for its greeting. */
async function start(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  }
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`It ended: ${output}`)));
  ended.catch(() => {});
  while (!output.includes("Ctrl-C ends it.")) {
    await Promise.race([once(child.stdout, "data"), ended]);
  }
  return {
    child,
    printed: () => output,
    fact: (name) => new RegExp(`^ +${name} +(\\S+)$`, "m").exec(output)?.[1] ?? "",
  };
}

async function refused(...args: readonly string[]): Promise<{ code: unknown; stderr: string }> {
  return promisify(execFile)(process.execPath, [CLI, ...args]).then(
    () => ({ code: 0, stderr: "" }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );
}

/** The commands of the greeting, as they can be pasted. */
function commands(printed: string): string[] {
  return printed.match(/^curl(?:.*\\\n)*.*$/gm) ?? [];
}

async function shell(command: string): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --silent`]);
  return JSON.parse(stdout);
}

test("both printed commands get a token as they stand", async () => {
  const { printed } = await start();
  const pasted = commands(printed());

  expect(pasted).toHaveLength(2);
  for (const command of pasted) {
    expect(await shell(command)).toMatchObject({ status: "approved" });
  }
});

/** As MicroBilt's documentation prints them; its page has lost the ends of lines after the backslashes. */
const DOCUMENTED = [
  String.raw`curl -X POST https://apitest.microbilt.com/OAuth/GetAccessToken \ -H 'Content-Type: application/json' \ -d '{ "client_id": "<CLIENT_ID>","client_secret": "<CLIENT_SECRET>" , "grant_type" : "client_credentials" }'`,
  String.raw`curl -X POST https://apitest.microbilt.com/OAuth/GetAccessToken?grant_type=client_credentials\ -H 'Content-Type: application/x-www-form-urlencoded ' \ -d 'client_id=<CLIENT_ID>&client_secret=<CLIENT_SECRET>'`,
];

test.each(DOCUMENTED)("the documented command gets a token, host and credentials aside: %s", async (command) => {
  const { fact } = await start();
  const answer = await shell(
    command
      .replaceAll("\\ ", "\\\n ")
      .replace("https://apitest.microbilt.com/OAuth/GetAccessToken", fact("base URL") + tokenEndpoint.path)
      .replace("<CLIENT_ID>", fact("client id"))
      .replace("<CLIENT_SECRET>", fact("client secret")),
  );

  expect(answer).toMatchObject({ token_type: "BearerToken", status: "approved" });
});

test("over https too, with the certificate whose path is printed, and which goes with the command", async () => {
  const { printed, fact, child } = await start("--https");
  const authority = fact("CA certificate");
  for (const command of commands(printed())) {
    expect(await shell(command)).toMatchObject({ status: "approved" });
  }
  const untrusted = request(fact("base URL"));
  await expect(once(untrusted.end(), "response")).rejects.toThrow(/self-signed|unable to verify/);
  const trusted = request(fact("base URL"), { ca: await readFile(authority) });
  const [incoming] = await once(trusted.end(), "response");
  expect(incoming.statusCode).toBe(401);
  child.kill("SIGINT");
  await once(child, "exit");

  expect(existsSync(authority)).toBe(false);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s ends it at once and in order, also while it answers", async (signal) => {
  const { child, fact } = await start("--control-port", "0");
  await post(`${fact("control")}/faults/add`, { kind: "latency", ms: 60_000 });
  const waiting = fetch(fact("base URL")).catch((error: Error) => error);
  await sleep(50);
  child.kill(signal);

  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await waiting).toBeInstanceOf(TypeError);
});

test("a slow answer ends with it, too", async () => {
  const { child, fact } = await start("--control-port", "0");
  await post(`${fact("control")}/faults/add`, { kind: "slow", ms: 600_000 });
  const waiting = fetch(fact("base URL"))
    .then((response) => response.text())
    .catch((error: Error) => error);
  await sleep(50);
  child.kill("SIGINT");

  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await waiting).toBeInstanceOf(Error);
});

test("faults on the way are delivered as the library does, and its connections are kept", async () => {
  const { fact, printed } = await start("--control-port", "0");
  const faults = [{ kind: "slow", ms: 20 }, { kind: "truncated" }, { kind: "reset", when: "inside" }];
  for (const fault of faults) {
    await post(`${fact("control")}/faults/add`, { ...fault, times: 1 });
  }
  const { hostname, port } = new URL(fact("base URL"));
  const asked = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
  const exchange = async (text: string) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => {});
    socket.write(text);
    await once(socket, "close").catch(() => {});
    return received.match(/HTTP\/1\.1 \d+/g);
  };

  expect(await exchange(asked + asked)).toEqual(["HTTP/1.1 401", "HTTP/1.1 401"]);
  expect(await exchange(asked)).toEqual(["HTTP/1.1 401"]);
  expect(printed()).not.toMatch(/ERR_|^ +at /m);
});

test("who asks cannot make up lines of what verbose prints", async () => {
  const { fact, printed } = await start("--verbose");
  await fetch(`${fact("base URL")}/a%0A00:00:00.000%1B[31m%E2%80%A8`);

  await expect.poll(printed).toContain("/a\\u{a}00:00:00.000\\u{1b}[31m\\u{2028}");
});

test("applications can be brought along, and their secrets are not shown", async () => {
  const { fact, printed } = await start("--app", "mine:s3cret:with:colons", "--app", "other:hidden", "--verbose");
  const ask = (client_id: string, client_secret: string) =>
    post(fact("base URL") + tokenEndpoint.path, { client_id, client_secret, grant_type: "client_credentials" });

  expect((await ask("mine", "s3cret:with:colons")).status).toBe(200);
  expect((await ask("other", "hidden")).status).toBe(200);
  expect((await ask("other", "wrong-one")).status).toBe(401);
  expect(fact("client id")).toBe("mine");
  expect(printed()).not.toMatch(/s3cret|hidden|wrong-one/);
});

test("verbose prints a line for every request", async () => {
  const { fact, printed } = await start("--verbose");
  await post(fact("base URL") + tokenEndpoint.path, {});
  await expect.poll(printed).toContain(`400  POST  ${tokenEndpoint.path}  MissingClientId  client_id: `);
});

test("the life of tokens, and their reuse, can be set", async () => {
  const { printed } = await start("--token-lifetime", "5", "--reuse-tokens");
  const [command = ""] = commands(printed());
  const first = await shell(command);

  expect(first["expires_in"]).toBe("5");
  expect((await shell(command))["access_token"]).toBe(first["access_token"]);
});

test("it answers from another document, in YAML or in JSON", async () => {
  const renamed = join(folder, "renamed.json");
  await writeFile(renamed, JSON.stringify(document).replaceAll(tokenEndpoint.path, "/moved/token"));
  const { printed } = await start("--openapi", renamed);

  expect(printed()).toContain("/moved/token");
  expect(await shell(commands(printed())[0] ?? "")).toMatchObject({ status: "approved" });
  expect((await start("--openapi", SPEC)).printed()).toContain(tokenEndpoint.path);
});

test("a port that is taken is said in one line", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    for (const option of ["--port", "--control-port"]) {
      const { code, stderr } = await refused(option, String(port));

      expect(code).toBe(2);
      expect(stderr).toBe(
        `Cannot listen on 127.0.0.1:${port}: something else listens there already; take another port, or 0 for any.\n`,
      );
    }
  } finally {
    server.close();
  }
});

test.each([
  [["--port", "x"], "Write a number from 0 to 65535."],
  [["--app", "mine"], "Write the id and the secret with a colon between them."],
  [["--app", ":secret"], "Write the id and the secret with a colon between them."],
  [["--token-lifetime", "0"], "Write a number of seconds above 0."],
  [["--compatibility", "strict"], "Allowed choices are documented, observed."],
  [["--openapi", "/nowhere/openapi.yaml"], "Cannot read /nowhere/openapi.yaml"],
  [["--openapi", CLI], "is neither YAML nor JSON"],
  [["--openapi", fileURLToPath(new URL("../package.json", import.meta.url))], "This is no OpenAPI 3.1 document"],
  [["--nonsense"], "unknown option '--nonsense'"],
  [["start"], "too many arguments"],
])("%j is refused: %s", async (args, message) => {
  const { code, stderr } = await refused(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});

test("an empty document is refused by what it lacks", async () => {
  const empty = join(folder, "empty.yaml");
  await writeFile(empty, "");

  expect(await refused("--openapi", empty)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no OpenAPI 3.1"),
  });
});

test("the help names every option, and the version is the package's", async () => {
  const { stdout: help } = await promisify(execFile)(process.execPath, [CLI, "--help"]);
  const { stdout: version } = await promisify(execFile)(process.execPath, [CLI, "--version"]);

  expect(help).toContain("--token-lifetime <seconds>");
  expect(version.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}
