/** How the runner treats what a check, or the server, does. */
import type { RequestListener } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Check, CheckContext } from "../../src/check.ts";
import { NotApplicable } from "../../src/errors.ts";
import type { RunSettings } from "../../src/run/context.ts";
import { createContext } from "../../src/run/create-context.ts";
import { runCheck } from "../../src/run/run-check.ts";
import { runChecks } from "../../src/run/run-checks.ts";
import type { ServerTarget } from "../../src/target.ts";
import { openUrl } from "../../src/targets/url.ts";
import { spec } from "../support/run.ts";
import { serve } from "../support/server.ts";

const SECRET = "a-secret-that-nobody-may-see";
const TOKEN_RESPONSE = JSON.stringify({ access_token: "a-token-that-nobody-may-see", expires_in: "3600" });
const grant: RequestListener = (_, response) => response.writeHead(200).end(TOKEN_RESPONSE);

afterEach(() => vi.useRealTimers());

describe("a check", () => {
  test("passes if it finds nothing", async () => {
    const result = await runCheck(check(), await contextOf(grant));

    expect(result).toMatchObject({
      id: "transport/a",
      group: "transport",
      outcome: "passed",
      isMet: true,
      findings: [],
    });
  });

  test("is skipped, and not run, if the target lacks what it needs", async () => {
    const run = vi.fn(async () => []);

    const result = await runCheck({ ...check(run), needs: ["resource"] }, await contextOf(grant));

    expect(result).toMatchObject({
      outcome: "skipped",
      reason: "no protected resource is known: name one with --resource",
    });
    expect(run).not.toHaveBeenCalled();
  });

  test("is skipped if it does not apply", async () => {
    const result = await runCheck(
      check(() => Promise.reject(new NotApplicable(`not with ${SECRET}`))),
      await contextOf(grant),
    );

    expect(result).toMatchObject({ outcome: "skipped", reason: "not with $MICROBILT_CLIENT_SECRET" });
  });

  test("fails if the server does not respond, with the request", async () => {
    const context = await contextOf(({ socket }) => socket.destroy());

    const result = await runCheck(check(send), context);

    expect(result).toMatchObject({ outcome: "warning", requests: 1 });
    expect(result.findings).toMatchObject([
      {
        expected: "a response",
        seen: expect.stringContaining("no complete response"),
        curl: expect.stringContaining("curl"),
      },
    ]);
  });

  test("fails the run if it throws anything else; the reason shows no secret, and the next check runs", async () => {
    const broken = check(() => Promise.reject(new TypeError(`${SECRET} is not a function`)));

    const results = await runChecks([broken, check()], await contextOf(grant));

    expect(results).toMatchObject([
      {
        outcome: "failed",
        skipKind: "error",
        reason: "the check broke: TypeError: $MICROBILT_CLIENT_SECRET is not a function",
      },
      { outcome: "passed" },
    ]);
    expect(results[0]).not.toHaveProperty("isMet");
  });

  test("fails the run if it hangs, and the next check runs", async () => {
    const context = await contextOf(grant);
    vi.useFakeTimers();
    const running = runChecks([check(() => new Promise(() => {})), check()], context);

    await vi.advanceTimersByTimeAsync(3_600_000);

    const results = await running;
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed", "passed"]);
    expect(results[0]?.reason).toMatch(/^the check did not end within \d+ s$/);
  });

  test("leaves notes and findings without secrets, control characters or endless text", async () => {
    const result = await runCheck(
      check(async ({ note }) => {
        note(`noted ${SECRET}`);
        return [{ expected: "this", seen: `\u001b[2J ${SECRET} ${"x".repeat(1_000)}` }];
      }),
      await contextOf(grant),
    );

    expect(result.notes).toEqual(["noted $MICROBILT_CLIENT_SECRET"]);
    expect(result.findings[0]?.seen).toMatch(/^\u{FFFD}\[2J \$MICROBILT_CLIENT_SECRET x+…$/u);
    expect(result.findings[0]?.seen.length).toBeLessThanOrEqual(201);
  });

  test("writes a space for each line break in a finding", async () => {
    const result = await runCheck(
      check(async () => [{ expected: "this", seen: "<html>\r\n  <body>\n<p>\r" }]),
      await contextOf(grant),
    );

    expect(result.findings[0]?.seen).toBe("<html> <body> <p>\u{FFFD}");
  });
});

describe("the checks of a run", () => {
  test("share one access token for each flow, which does not count as a request of theirs", async () => {
    let requests = 0;
    const context = await contextOf((request, response) => {
      requests += 1;
      grant(request, response);
    });
    const sharing = check(async ({ sharedToken }) => {
      await sharedToken("json");
      return [];
    });

    const results = await runChecks([sharing, sharing], context);

    expect(results.map(({ requests }) => requests)).toEqual([0, 0]);
    expect(requests).toBe(1);
    expect(context.requests).toBe(1);
  });

  test("request another one when the shared one is half over", async () => {
    const short = JSON.stringify({ access_token: "short", expires_in: "0.1" });
    const context = await contextOf((_, response) => response.writeHead(200).end(short));
    const sharing = check(async ({ sharedToken }) => {
      await sharedToken("json");
      await new Promise((resolve) => setTimeout(resolve, 60));
      return [];
    });

    await runChecks([sharing, sharing], context);

    expect(context.requests).toBe(2);
  });

  test("are skipped if they need a token, and the server issues none", async () => {
    const context = await contextOf((_, response) => response.writeHead(500).end());

    const result = await runCheck(
      check(async ({ requestToken }) => {
        await requestToken("form");
        return [];
      }),
      context,
    );

    expect(result).toMatchObject({
      outcome: "skipped",
      reason: "the server issued no access token: see token-request/form",
    });
  });

  test("no longer wait for a server that has let six requests time out in a row", async () => {
    const context = await contextOf(() => {}, { deadline: 20 });
    const results = await runChecks(
      Array.from({ length: 8 }, () => check(send)),
      context,
    );

    expect(results.map(({ outcome }) => outcome)).toEqual([...Array(6).fill("warning"), "skipped", "skipped"]);
    expect(results.at(-1)?.reason).toBe("the server did not respond to 6 requests in a row");
  });

  test("find out at the end whether a server that stopped responding responds again", async () => {
    const context = await contextOf(() => {}, { deadline: 20 });
    const last: Check = { ...check(send), requirement: spec.contract.tokenEndpoint.pointer, runsAlways: true };

    const results = await runChecks([...Array.from({ length: 7 }, () => check(send)), last], context);

    expect(results.at(-2)).toMatchObject({ outcome: "skipped", skipKind: "transient" });
    expect(results.at(-1)).toMatchObject({
      outcome: "failed",
      isMet: false,
      findings: [{ seen: "no complete response within 0.02 s" }],
    });
  });

  test("wait for a busy server as Retry-After asks, and send the request again", async () => {
    let requests = 0;
    const context = await contextOf((_, response) => {
      requests += 1;
      response.writeHead(requests === 1 ? 429 : requests === 2 ? 503 : 200, { "retry-after": "0" }).end();
    });

    const result = await runCheck(check(send), context);

    expect(result).toMatchObject({ outcome: "passed", requests: 1 });
    expect(requests).toBe(3);
  });

  test.each([
    ["for long", "30"],
    ["again and again", "0"],
  ])("are skipped for a transient reason if the server is busy %s", async (_, retryAfter) => {
    const context = await contextOf((_, response) => response.writeHead(429, { "retry-after": retryAfter }).end());

    const result = await runCheck(check(send), context);

    expect(result).toMatchObject({
      outcome: "skipped",
      skipKind: "transient",
      reason: `the server rejected the request because there were too many (429, Retry-After: ${retryAfter})`,
    });
  });

  test("get the 429 that they expect", async () => {
    const context = await contextOf((_, response) => response.writeHead(429).end());
    const statuses: number[] = [];
    const expecting = check(async ({ send, target }) => {
      statuses.push((await send({ method: "GET", url: target.baseUrl, headers: {} })).response.status);
      return [];
    });

    await runCheck({ ...expecting, expectsBusyServer: true }, context);

    expect(statuses).toEqual([429]);
    expect(context.requests).toBe(1);
  });

  test("are skipped if the server does not accept the valid request that they change", async () => {
    const context = await contextOf((_, response) => response.writeHead(401).end());

    const result = await runCheck({ ...check(send), baseline: "form" }, context);

    expect(result).toMatchObject({
      outcome: "skipped",
      skipKind: "structural",
      reason: "the server issued no access token: see token-request/form",
    });
  });

  test.each([404, 500])("are skipped if the resource responds with %i to a valid call", async (status) => {
    const listener: RequestListener = (request, response) =>
      request.url === "/resource" ? response.writeHead(status).end() : grant(request, response);
    const context = await contextOf(listener, { resource: { method: "POST", path: "/resource" } });

    const result = await runCheck({ ...check(send), baseline: "call" }, context);

    expect(result).toMatchObject({
      outcome: "skipped",
      reason: `the resource responds with ${status} to a call with a valid access token: see bearer/json`,
    });
  });

  test("run against a resource whose own error is declared", async () => {
    const listener: RequestListener = (request, response) =>
      request.url === "/resource" ? response.writeHead(422).end() : grant(request, response);
    const resource = { method: "POST", path: "/resource", errorStatuses: [422] };

    const result = await runCheck({ ...check(), baseline: "call" }, await contextOf(listener, { resource }));

    expect(result).toMatchObject({ outcome: "passed" });
  });

  test("end when the run is aborted, with the results so far", async () => {
    const abort = new AbortController();
    const hanging = check(() => {
      abort.abort("SIGINT");
      return new Promise(() => {});
    });

    const results = await runChecks([check(), hanging, check()], await contextOf(grant), { signal: abort.signal });

    expect(results.map(({ outcome }) => outcome)).toEqual(["passed"]);
  });

  test("are skipped after the budget is spent", async () => {
    const context = await contextOf(grant, { pace: { interval: 0, budget: 1 } });

    const results = await runChecks([check(send), check(send)], context);

    expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "skipped"]);
  });

  test("hide every token that the server issued, whatever the response", async () => {
    const body = '{"access_token": "first-token", "refresh_token":"second-token" oh';
    const context = await contextOf((_, response) => response.writeHead(418).end(body));

    const result = await runCheck(
      check(async ({ send, target }) => {
        const exchange = await send({ method: "GET", url: target.baseUrl, headers: {} });
        return [{ expected: "this", seen: exchange.response.body, exchange }];
      }),
      context,
    );

    expect(result.findings[0]?.seen).toBe('{"access_token": "$ACCESS_TOKEN", "refresh_token":"$OTHER_TOKEN" oh');
  });
});

function check(run: Check["run"] = async () => []): Check {
  return { id: "transport/a", title: "A requirement", requirement: "rfc9110#15.5.1", run };
}

async function send({ send, target }: CheckContext): Promise<[]> {
  await send({ method: "GET", url: target.baseUrl, headers: {} });
  return [];
}

async function contextOf(listener: RequestListener, change: Partial<ServerTarget> = {}, settings?: RunSettings) {
  const credentials = { clientId: "an-id", clientSecret: SECRET };
  const target = await openUrl({ baseUrl: await serve(listener), credentials });
  return createContext(spec, { ...target, ...change }, settings);
}
