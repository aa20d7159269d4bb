import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const command = fileURLToPath(new URL("../../src/command/sandbox-report.ts", import.meta.url));
const TOKEN = "ghs_secret";

interface Issue {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  readonly comments: readonly string[];
}

/** The issues of GitHub's API, over a socket. */
async function startGitHub(failWith?: number) {
  const issues: Issue[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const number = Number(/issues\/(\d+)/.exec(url.pathname)?.[1]);
    const sent = request.method === "GET" ? {} : JSON.parse(await text(request));
    let status = failWith ?? (request.headers.authorization === `Bearer ${TOKEN}` ? 200 : 401);
    let body: unknown = {};
    if (status !== 200) {
      body = { message: "no" };
    } else if (request.method === "GET") {
      body = issues.filter(({ state }) => state === "open");
    } else if (url.pathname.endsWith("/comments")) {
      issues[number - 1] = { ...(issues[number - 1] as Issue), comments: [sent.body] };
    } else if (request.method === "PATCH") {
      issues[number - 1] = { ...(issues[number - 1] as Issue), ...sent };
    } else {
      issues.push({ number: issues.length + 1, state: "open", comments: [], ...sent });
      status = 201;
    }
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { issues, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function report(apiUrl: string, ids: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "microbilt-sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const checks = ["a/b", "a/c"].map((id) => {
    const isMet = !ids.includes(id);
    return { id, title: id, requirement: { level: "MUST" }, outcome: isMet ? "passed" : "failed", isMet };
  });
  const run = { verdict: { text: "x" }, startedAt: "2026-01-02T03:04:05Z", document: { version: "1.0.0" }, checks };
  await writeFile(join(folder, "results.json"), JSON.stringify(run));
  return execute(join(folder, "results.json"), apiUrl);
}

async function execute(file: string, apiUrl: string) {
  const github = {
    GITHUB_REPOSITORY: "owner/name",
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: "https://github.example",
  };
  const env = { ...process.env, ...github, GITHUB_RUN_ID: "1", GITHUB_TOKEN: TOKEN };
  const child = spawn(process.execPath, [command, file], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [output, [status]] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]).then((parts) => parts.join("")),
    once(child, "close"),
  ]);
  return { status, output };
}

test("there is one issue, from the first deviation to the last", async () => {
  const { issues, url } = await startGitHub();
  await report(url, []);
  expect(issues).toEqual([]);
  await report(url, ["a/b"]);
  await report(url, ["a/b"]);
  expect(issues).toMatchObject([{ state: "open", comments: [] }]);
  await report(url, ["a/b", "a/c"]);
  expect(issues).toMatchObject([{ state: "open", comments: [expect.stringContaining("a/c")] }]);
  expect(await report(url, [])).toMatchObject({ status: 0 });
  expect(issues).toMatchObject([{ state: "closed" }]);
});

test("a run without results and a refusal of GitHub exit with 2, without the token", async () => {
  const { url } = await startGitHub(403);
  expect(await execute("absent.json", url)).toMatchObject({
    status: 2,
    output: expect.stringContaining("did not run"),
  });
  const refused = await report(url, ["a/b"]);
  expect(refused).toMatchObject({ status: 2, output: expect.stringContaining("403") });
  expect(refused.output).not.toContain(TOKEN);
});
