import { join } from "node:path";
import { rolldown } from "rolldown";
import type { Expect } from "../cases/check.ts";
import type { Context, Suite } from "../cases/suite.ts";
import { startWorkerd, type WorkerdServer, type WorkerOutcome } from "../processes/workerd-server.ts";
import { prepareProject } from "../project/prepare-project.ts";
import { startTokenServer, type TokenServer } from "../servers/token-server.ts";

/** The client's limit for one token request. */
const TIMEOUT_IN_MS = 1_000;
/** A call can first wait for a token request that never settles, and then sends its own. The machine adds some time. */
const RECOVERED_AFTER_IN_MS = 2 * TIMEOUT_IN_MS + 500;
/** A token request takes this long, so that a handler can end before it. */
const TOKEN_DELAY_IN_MS = 300;
const LIFETIME_IN_S = 600;
/** In the last tenth of the lifetime and before its end: a refresh is due. */
const UNTIL_DUE_IN_MS = 560_000;
const UNTIL_EXPIRED_IN_MS = LIFETIME_IN_S * 1_000;
/** After a refresh: the first token has expired, and the second one is not due. */
const UNTIL_FIRST_EXPIRED_IN_MS = 60_000;
const MOST_CPU_TIME_IN_MS = 1_000;
const LONGEST_MESSAGE = 90;
/** The scenarios wait more than they compute. */
const PARALLEL_WORKERS = 3;

/** Around 2024-10-14, when promises began to be resolved across requests, and the newest behaviour. */
const COMPATIBILITY_DATES = ["2024-10-13", "2024-10-15", "2026-11-01"];
const REFRESH_AHEAD = { "refresh ahead": 60_000, "no refresh ahead": 0 };

interface Scenario {
  readonly name: string;
  /** Only with refresh ahead: without, it is the same as another. */
  readonly onlyWithRefreshAhead?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The most token requests a client that recovers needs: one extra. */
  readonly mostTokenRequests: number;
  /** Returns the outcomes of the calls that must be served. */
  readonly drive: (worker: WorkerdServer, server: TokenServer) => Promise<readonly WorkerOutcome[]>;
  /** Whether the outcome of a call is the expected one. @default status 200 */
  readonly isExpected?: (outcome: WorkerOutcome) => boolean;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: "a request ends while the refresh it began is under way",
    onlyWithRefreshAhead: true,
    mostTokenRequests: 3,
    drive: async (worker) => {
      await worker.request("/call");
      await worker.request(`/skip?ms=${UNTIL_DUE_IN_MS}`);
      const due = await worker.request("/call");
      await pause(2 * TOKEN_DELAY_IN_MS);
      const still = await worker.request("/call");
      await worker.request(`/skip?ms=${UNTIL_EXPIRED_IN_MS}`);
      return [due, still, ...(await twoCalls(worker))];
    },
  },
  {
    name: "a refresh that is handed to waitUntil goes on after its request",
    onlyWithRefreshAhead: true,
    settings: { handsOver: true },
    mostTokenRequests: 2,
    drive: async (worker, server) => {
      await worker.request("/call");
      await worker.request(`/skip?ms=${UNTIL_DUE_IN_MS}`);
      const due = await worker.request("/call");
      await pause(2 * TOKEN_DELAY_IN_MS);
      if (server.tokenRequests.length < 2) {
        throw new Error("no refresh was sent in the background");
      }
      await worker.request(`/skip?ms=${UNTIL_FIRST_EXPIRED_IN_MS}`);
      return [due, ...(await twoCalls(worker))];
    },
  },
  {
    name: "a handler stops waiting for a cold call (Promise.race)",
    mostTokenRequests: 2,
    drive: async (worker) => {
      await worker.request("/race?ms=50");
      return twoCalls(worker);
    },
  },
  {
    name: "a handler stops waiting while another request waits for the same token",
    mostTokenRequests: 2,
    drive: async (worker) => {
      const race = worker.request("/race?ms=50");
      await pause(20);
      const [other] = await Promise.all([worker.request("/call"), race]);
      return [other, ...(await twoCalls(worker))];
    },
  },
  {
    name: "a cold call is aborted",
    mostTokenRequests: 2,
    drive: async (worker) => {
      await worker.request("/abort?ms=50");
      return twoCalls(worker);
    },
  },
  {
    name: "a cold call is not awaited",
    mostTokenRequests: 2,
    drive: async (worker) => {
      await worker.request("/unawaited");
      return twoCalls(worker);
    },
  },
  {
    name: "invalidate() after a handler stopped waiting",
    mostTokenRequests: 2,
    drive: async (worker) => {
      await worker.request("/race?ms=50");
      return [await worker.request("/invalidate-and-call"), ...(await twoCalls(worker))];
    },
  },
  {
    name: "invalidate() while another request waits",
    mostTokenRequests: 3,
    drive: async (worker) => {
      const first = worker.request("/call");
      await pause(50);
      await worker.request("/invalidate");
      return [await first, ...(await twoCalls(worker))];
    },
  },
  {
    name: "a handler stops waiting and the token endpoint never responds",
    settings: { retry: false },
    mostTokenRequests: 3,
    drive: async (worker, server) => {
      server.onTokenRequest(() => ({ hangs: true }));
      await worker.request("/race?ms=50");
      return [await worker.request("/call"), await worker.request("/call")];
    },
    isExpected: ({ error }) => error?.isMicrobiltError === true && error.code === "timeout",
  },
];

/** Cloudflare's runtime: a promise created by one request cannot settle after that request has ended. */
export const workerd: Suite = {
  name: "workerd",
  run: async (context) => {
    const folder = await prepareProject("workerd");
    await bundleWorker(folder);
    const queue = COMPATIBILITY_DATES.flatMap((date) =>
      Object.entries(REFRESH_AHEAD).flatMap(([label, refreshAhead]) =>
        SCENARIOS.filter(({ onlyWithRefreshAhead }) => refreshAhead > 0 || !onlyWithRefreshAhead).map((scenario) => ({
          title: `${date}, ${label}: ${scenario.name}`,
          run: (expect: Expect) => run(context, folder, date, { ...scenario, refreshAhead }, expect),
        })),
      ),
    ).values();
    const runQueue = async () => {
      for (const { title, run } of queue) {
        if (title.includes(context.only)) {
          await context.check(title, run);
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_WORKERS }, runQueue));
  },
};

async function run(
  { signal }: Context,
  folder: string,
  date: string,
  scenario: Scenario & { readonly refreshAhead: number },
  expect: Expect,
): Promise<string> {
  const { refreshAhead, mostTokenRequests, isExpected = ({ status }) => status === 200 } = scenario;
  const onTokenRequest = () => ({ delay: TOKEN_DELAY_IN_MS });
  const server = await startTokenServer({ lifetime: LIFETIME_IN_S, enforcesLifetime: false, onTokenRequest });
  const settings = { baseUrl: server.url, timeout: TIMEOUT_IN_MS, refreshAhead, ...scenario.settings };
  const worker = await startWorkerd(folder, date, settings, signal);
  try {
    const outcomes = await scenario.drive(worker, server);
    const cpuTime = worker.cpuTime();
    const requests = server.tokenRequests.length;
    const errors = outcomes.flatMap(({ error }) => error ?? []);
    const slowest = Math.max(...outcomes.map(({ took }) => took));
    expect(outcomes.every(isExpected), "every later call has the expected outcome");
    expect(slowest <= RECOVERED_AFTER_IN_MS, `every later call settles within ${RECOVERED_AFTER_IN_MS} ms`);
    expect(requests <= mostTokenRequests, `at most ${mostTokenRequests} token requests`);
    expect(
      errors.every(({ isMicrobiltError }) => isMicrobiltError),
      "every error is a MicrobiltError",
    );
    expect(cpuTime <= MOST_CPU_TIME_IN_MS, `at most ${MOST_CPU_TIME_IN_MS} ms of processor time`);
    const calls = outcomes.map(describe).join(", ");
    return `${calls}; ${requests} token requests; ${Math.round(cpuTime)} ms of processor time`;
  } finally {
    await worker.stop();
    await server.close();
  }
}

async function twoCalls(worker: WorkerdServer): Promise<WorkerOutcome[]> {
  return [await worker.request("/call"), await worker.request("/call")];
}

function describe({ status, error, took }: WorkerOutcome): string {
  const outcome = error
    ? `${error.name}${error.code ? ` ${error.code}` : ""} (${error.message.slice(0, LONGEST_MESSAGE)})`
    : String(status);
  return `${outcome} in ${took} ms`;
}

async function bundleWorker(folder: string): Promise<void> {
  const bundle = await rolldown({
    input: join(folder, "worker.js"),
    platform: "neutral",
    external: ["./settings.mjs", "cloudflare:workers"],
    resolve: { conditionNames: ["workerd", "worker", "import", "default"], mainFields: ["module", "main"] },
  });
  await bundle.write({ file: join(folder, "worker.bundle.mjs"), format: "esm", codeSplitting: false });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
