/** Whatever a server does, the run ends in time and the verdict is that the server does not conform. */
import type { RequestListener } from "node:http";
import { describe, test } from "vitest";
import { decideVerdict } from "../../src/run/verdict.ts";
import { openUrl } from "../../src/targets/url.ts";
import { runCatalogue } from "../support/run.ts";
import { serve } from "../support/server.ts";

/** Short, because some of these servers never respond. */
const DEADLINE_IN_MS = 200;

describe.concurrent("does not conform:", { timeout: 30_000 }, () => {
  test.for<[string, RequestListener]>([
    ["a server that never responds", () => {}],
    ["a server that never completes a response", (_, response) => response.writeHead(200).write("{")],
    ["a server that resets every connection", ({ socket }) => socket.resetAndDestroy()],
    ["a server that does not speak HTTP", ({ socket }) => socket.end("garbage\r\n\r\n")],
    ["a server that responds with 500 to everything", (_, response) => response.writeHead(500).end("oh")],
    ["a server that responds with 200 and no body to everything", (_, response) => response.writeHead(200).end()],
    [
      "a server that sends a body without end",
      (_, response) => {
        const timer = setInterval(() => response.write("x".repeat(100_000)), 1);
        response.once("close", () => clearInterval(timer));
      },
    ],
    [
      "a server that redirects everything",
      (_, response) => response.writeHead(307, { location: "http://127.0.0.1:9/" }).end(),
    ],
  ])("%s", async ([, listener], { expect, onTestFinished }) => {
    const target = await openUrl({
      baseUrl: await serve(listener, onTestFinished),
      credentials: { clientId: "an-id", clientSecret: "a-secret" },
      resource: { method: "POST", path: "/resource" },
    });

    const results = await runCatalogue({ ...target, deadline: DEADLINE_IN_MS });

    expect(decideVerdict(results, results.length)).toMatchObject({ conforms: false });
    expect(results.find(({ id }) => id === "token-request/json")).toMatchObject({ outcome: "failed" });
  });
});
