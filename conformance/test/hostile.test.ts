/** Whatever a server does, the run ends in time, with a verdict. */
import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { decideVerdict } from "../src/run/verdict.ts";
import { openUrl } from "../src/targets/url.ts";
import { runCatalogue } from "./support/run.ts";
import { serve } from "./support/server.ts";

const LONG = 60_000;
const credentials = { clientId: "an-id", clientSecret: "a-secret" };

test.each<[string, RequestListener]>([
  ["hangs", () => {}],
  ["begins to answer, and hangs", (_, response) => response.writeHead(200).write("{")],
  ["resets", ({ socket }) => socket.resetAndDestroy()],
  ["answers garbage", ({ socket }) => socket.end("garbage\r\n\r\n")],
  ["answers 500 to everything", (_, response) => response.writeHead(500).end("oh")],
  ["answers 200 and nothing to everything", (_, response) => response.writeHead(200).end()],
  [
    "answers without end",
    (_, response) => {
      const timer = setInterval(() => response.write("x".repeat(100_000)), 1);
      response.once("close", () => clearInterval(timer));
    },
  ],
  ["redirects", (_, response) => response.writeHead(307, { location: "http://127.0.0.1:9/" }).end()],
])("a server that %s", { timeout: LONG }, async (_, listener) => {
  const resource = { method: "POST", path: "/resource" };
  const target = await openUrl({ baseUrl: await serve(listener), credentials, resource });

  const results = await runCatalogue({ ...target, deadline: 500 });

  expect(decideVerdict(results, results.length)).toMatchObject({ conforms: false });
  expect(results.find(({ id }) => id === "token-request/json")).toMatchObject({ outcome: "failed" });
});
