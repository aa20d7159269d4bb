import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Expect } from "../cases/check.ts";
import type { Context, Suite } from "../cases/suite.ts";
import { bundleProgram, nodeBinary } from "../processes/node-program.ts";
import { startProgram } from "../processes/program.ts";
import { prepareProject } from "../project/prepare-project.ts";
import { startTokenServer, type TokenServer } from "../servers/token-server.ts";

const TIMEOUT_IN_MS = 1_000;
const SERVED_AFTER_IN_MS = TIMEOUT_IN_MS + 500;
const FROZEN_FOR_IN_MS = 3_000;
const LIFETIME_IN_S = 600;
const UNTIL_DUE_IN_MS = 560_000;

interface Scenario {
  readonly name: string;
  readonly mostTokenRequests: number;
  /** Brings the process to the point at which it is frozen. */
  readonly before: (frozen: Frozen, server: TokenServer) => Promise<void>;
}

interface Frozen {
  say(line: string): Promise<Outcome>;
}

interface Outcome {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly took?: number;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: "while a cold call's token request is under way",
    mostTokenRequests: 2,
    before: async ({ say }, server) => {
      server.onTokenRequest((n) => (n === 1 ? { hangs: true } : {}));
      await say("begin");
      await pause(100);
    },
  },
  {
    name: "while a refresh in the background is under way, and resumed after the token expired",
    mostTokenRequests: 3,
    before: async ({ say }, server) => {
      await say("call");
      await say(`skip ${UNTIL_DUE_IN_MS}`);
      server.onTokenRequest((n) => (n === 2 ? { hangs: true } : {}));
      await say("call");
      await say(`skip ${LIFETIME_IN_S * 1_000}`);
    },
  },
];

/** A process that is stopped and continued, as AWS Lambda freezes and resumes it. By then, its connections are closed. */
export const freeze: Suite = {
  name: "freeze",
  run: async (context) => {
    const folder = await prepareProject("node", { variant: "freeze" });
    const file = await bundleProgram(folder, "freeze.ts");
    for (const scenario of SCENARIOS) {
      await context.check(`Node 24: frozen ${scenario.name}`, (expect) => run(context, file, folder, scenario, expect));
    }
  },
};

async function run(
  { signal }: Context,
  file: string,
  folder: string,
  { before, mostTokenRequests }: Scenario,
  expect: Expect,
): Promise<string> {
  const server = await startTokenServer({ lifetime: LIFETIME_IN_S, enforcesLifetime: false });
  const program = startProgram(nodeBinary("Node 24"), ["--no-warnings", file], {
    cwd: folder,
    signal,
    env: { BASE_URL: server.url, TIMEOUT_IN_MS: String(TIMEOUT_IN_MS) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const { child } = program;
  const lines = createInterface(child.stdout as Readable);
  const say = (line: string) => exchange(child.stdin as Writable, lines, line);
  try {
    await before({ say }, server);
    child.kill("SIGSTOP");
    await pause(FROZEN_FOR_IN_MS);
    child.kill("SIGCONT");
    const outcomes = [await say("call"), await say("call")];
    const requests = server.tokenRequests.length;
    expect(
      outcomes.every(({ status }) => status === 200),
      "every call after the process resumes succeeds",
    );
    expect(
      outcomes.every(({ took = 0 }) => took <= SERVED_AFTER_IN_MS),
      `within ${SERVED_AFTER_IN_MS} ms`,
    );
    expect(requests <= mostTokenRequests, `at most ${mostTokenRequests} token requests`);
    return `${outcomes.map(({ status, code, took }) => `${status ?? code} in ${took} ms`).join(", ")}; ${requests} token requests`;
  } finally {
    child.kill("SIGKILL");
    await program.ended;
    await server.close();
  }
}

async function exchange(input: Writable, lines: Interface, line: string): Promise<Outcome> {
  const responded = once(lines, "line", { signal: AbortSignal.timeout(15_000) });
  input.write(`${line}\n`);
  const [text] = (await responded) as [string];
  return JSON.parse(text) as Outcome;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
