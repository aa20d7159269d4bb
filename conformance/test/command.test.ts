import { once } from "node:events";
import { access, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { mutateResponse } from "../mutants/operators/response.ts";
import { mutateMembers } from "../mutants/operators/token-response.ts";
import type { RunResults } from "../src/run/results.ts";
import { CREDENTIALS, type Outcome, runCommand, startCommand } from "./support/command.ts";
import { serveDefective } from "./support/defective.ts";
import { serve } from "./support/server.ts";

const LONG = 60_000;

describe("against the emulator", { timeout: LONG }, () => {
  test("everything passes, and nothing is skipped", async () => {
    const outcome = await runCommand(["--target", "emulator", "--strict"]);

    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining("emulator conforms") });
    const { checks } = await resultsOf(outcome);
    expect(checks.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  });

  test("a port in use is one sentence and exit code 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCommand(["--target", "emulator", "--port", String(port)]);
    server.close();

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^Cannot listen on .*\n$/) });
  });
});

describe("against Prism", { timeout: LONG }, () => {
  test("the document conforms to itself, and what Prism cannot do is skipped with the reason", async () => {
    const outcome = await runCommand([]);

    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain("prism conforms");
    const { checks } = await resultsOf(outcome);
    expect(checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    const skipped = checks.filter(({ outcome }) => outcome === "skipped");
    expect(skipped.filter(({ reason }) => !/^(?:known limitation: )?Prism 5\.\d+\.\d+ /.test(reason ?? ""))).toEqual(
      [],
    );
    expect(checks.find(({ id }) => id === "robustness/malformed-json")).toMatchObject({
      reason: expect.stringMatching(/^known limitation: Prism .* never answers a request whose JSON is malformed$/),
      findings: [{ seen: "no whole answer within 0.5 s" }],
    });
  });

  test("a port in use is one sentence and exit code 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const { code, stderr } = await runCommand(["--port", String(port)]);
    server.close();

    expect(code).toBe(2);
    expect(stderr).toContain("Prism did not start");
    expect(stderr).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
    expect(stderr).not.toContain("    at ");
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s leaves no Prism behind", async (signal) => {
    const { child } = await startCommand([]);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
    await until(() => /http:\/\/127\.0\.0\.1:\d+/.test(output));
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
    await expect(fetch(address)).resolves.toBeDefined();

    child.kill(signal);
    await once(child, "close");

    await until(() =>
      fetch(address).then(
        () => false,
        () => true,
      ),
    );
  });
});

describe("against a running server", { timeout: LONG }, () => {
  test("an answer as RFC 6749 has it fails exactly in the members that differ", async () => {
    const server = await serveDefective(
      mutateMembers((members) => ({ ...members, token_type: "Bearer", expires_in: 3599 })),
    );

    const outcome = await runCommand(["--base-url", server.baseUrl, "--resource", "/resource"], server.variables);

    expect(outcome.code).toBe(1);
    const { checks } = await resultsOf(outcome);
    const failed = checks.filter(({ outcome }) => outcome === "failed");
    expect(failed.map(({ id, findings }) => [id, findings[0]?.expected, findings[0]?.seen])).toEqual([
      ["token-response/expires_in", "expires_in: a string that matches ^[0-9]+$", "expires_in: 3599 (json and form)"],
      ["token-response/token_type", 'token_type: the string "BearerToken"', 'token_type: "Bearer" (json and form)'],
    ]);
    expect(outcome.stdout).toContain('seen      token_type: "Bearer"');
  });

  test("no secret and no token of a run is in what it says or leaves, even where everything fails", async () => {
    const server = await serveDefective(
      mutateResponse((answer, _, { body, headers }) => ({
        ...answer,
        status: 418,
        body: `${answer.body} ${body.toString()} ${headers["authorization"]}`,
      })),
    );

    const outcome = await runCommand(["--base-url", server.baseUrl, "--resource", "/resource"], server.variables);
    const json = await runCommand(["--base-url", server.baseUrl, "--json"], server.variables);

    expect(outcome.code).toBe(1);
    expect(server.secrets.size).toBeGreaterThan(2);
    const reports = ["results.json", "junit.xml", "index.html"].map((name) =>
      readFile(join(outcome.report, name), "utf8"),
    );
    const said = [outcome.stdout, outcome.stderr, json.stdout, ...(await Promise.all(reports))].join("\n");
    for (const secret of server.secrets) {
      expect(said.includes(secret), "a secret is shown").toBe(false);
      // Nor what is nearly one, as some checks send it.
      expect(said.includes(secret.slice(0, -1)), "most of a secret is shown").toBe(false);
    }
    expect(said).toContain("$MICROBILT_CLIENT_SECRET");
  });

  test("no secret and no token is in what it says or leaves, raw or encoded", async () => {
    const everythingBack = await serve(async (request, response) => {
      const echo = await text(request);
      const access_token = "topsecrettokenneverseen12345";
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ access_token, echo, token_type: access_token }));
    });

    const outcome = await runCommand(["--base-url", everythingBack, "--resource", "/resource"], CREDENTIALS);

    expect(outcome.code).toBe(1);
    const reports = ["results.json", "junit.xml", "index.html"].map((name) =>
      readFile(join(outcome.report, name), "utf8"),
    );
    const said = [outcome.stdout, outcome.stderr, ...(await Promise.all(reports))];
    const secret = CREDENTIALS.MICROBILT_CLIENT_SECRET;
    for (const output of said) {
      expect(output).not.toContain(secret);
      expect(output).not.toContain(encodeURIComponent(secret));
      expect(output).not.toContain("topsecret");
    }
    expect(said[2]).toContain("$MICROBILT_CLIENT_SECRET");
  });

  test("what the server cannot be asked is skipped with what would help", async () => {
    const { baseUrl, variables } = await serveDefective();
    const { MICROBILT_CLIENT_ID, MICROBILT_CLIENT_SECRET } = variables;

    const outcome = await runCommand(["--base-url", baseUrl], { MICROBILT_CLIENT_ID, MICROBILT_CLIENT_SECRET });

    expect(outcome.code).toBe(0);
    const { checks } = await resultsOf(outcome);
    const skipped = checks.filter(({ outcome }) => outcome === "skipped");
    expect(checks.filter(({ group }) => group === "bearer").every(({ outcome }) => outcome === "skipped")).toBe(true);
    const reasons = skipped.map(({ reason }) => reason).join("\n");
    expect(reasons).toContain("name one with --resource");
    expect(reasons).toContain("set MICROBILT_SECOND_CLIENT_ID and MICROBILT_SECOND_CLIENT_SECRET");
  });

  test("a server that answers nothing useful gets a verdict, not a stack trace", async () => {
    const baseUrl = await serve((_, response) => response.socket?.destroy());

    const { code, stdout, stderr } = await runCommand(["--base-url", baseUrl], CREDENTIALS);

    expect(code).toBe(1);
    expect(stdout).toContain("json not granted, form not granted");
    expect(stdout).toContain("no access token to look at: see token-request");
    expect(stderr).toBe("");
  });

  test("a failed SHOULD counts only when it is told to be strict", async () => {
    const { baseUrl, variables } = await serveDefective(
      mutateResponse((answer) => ({ ...answer, headers: { ...answer.headers, pragma: undefined } })),
    );
    const only = ["--base-url", baseUrl, "--only", "token-response"];

    expect((await runCommand(only, variables)).code).toBe(0);
    expect((await runCommand([...only, "--strict"], variables)).code).toBe(1);
  });
});

test("the published client sends both token requests byte for byte as documented", { timeout: LONG }, async () => {
  const outcome = await runCommand(["--target", "client"]);

  expect(outcome.code).toBe(0);
  const { checks } = await resultsOf(outcome);
  expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual(
    ["json", "form"].flatMap((flow) =>
      ["address", "media-type", "body", "bearer"].map((part) => [`client-requests/${flow}-${part}`, "passed"]),
    ),
  );
});

describe("what cannot run says so in a sentence, with exit code 2", { timeout: LONG }, () => {
  test.each<[string, string[], string, NodeJS.ProcessEnv?]>([
    ["an unknown option", ["--bse-url", "x"], "unknown option '--bse-url'"],
    ["an unknown target", ["--target", "production"], "Allowed choices are prism, emulator, url, sandbox, client"],
    ["an excess argument", ["http://127.0.0.1:1"], "too many arguments"],
    ["the sandbox without credentials", ["--target", "sandbox"], "Set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET"],
    [
      "half the credentials",
      ["--target", "sandbox"],
      "Set MICROBILT_CLIENT_SECRET to",
      { MICROBILT_CLIENT_ID: "an-id" },
    ],
    ["no address", ["--target", "url"], "--base-url http://127.0.0.1:4010", CREDENTIALS],
    ["a bad address", ["--base-url", "localhost:80"], "is not the address of a server", CREDENTIALS],
    ["plain http to another machine", ["--base-url", "http://example.test"], "use https", CREDENTIALS],
    ["a dead server", ["--base-url", "http://127.0.0.1:9"], "http://127.0.0.1:9 cannot be reached", CREDENTIALS],
    ["a bad seed", ["--seed", "-1"], "Write a whole number from 0"],
    ["a bad level", ["--level", "must"], "Allowed choices are MUST, SHOULD, INFO"],
    ["a check that there is not", ["--only", "nonsense"], 'No check fits "nonsense": --list shows them all'],
    ["nothing left to run", ["--only", "bearer", "--skip", "bearer"], "No check is left to run"],
    ["a check to explain that there is not", ["--explain", "nonsense"], 'There is no check "nonsense"'],
    ["a list that is not there", ["--known", "/nowhere.yaml"], "The list of known deviations cannot be read"],
    [
      "a certificate that is not there",
      ["--base-url", "https://127.0.0.1:9", "--ca", "/nowhere.pem"],
      "The certificate cannot be read",
      CREDENTIALS,
    ],
    [
      "half of a second application",
      ["--base-url", "http://127.0.0.1:9"],
      "Set both MICROBILT_SECOND_CLIENT_ID and",
      { ...CREDENTIALS, MICROBILT_SECOND_CLIENT_ID: "x" },
    ],
    ["a run to compare that is not there", ["diff", "/nowhere", "/nowhere"], "/nowhere cannot be read"],
    ["one run to compare", ["diff", "/nowhere"], "missing required argument 'after'"],
    ["a bad port", ["--port", "99999"], "Write a number from 0 to 65535"],
    ["a bad path", ["--resource", "//host/path"], "Write a path that starts with one slash"],
    [
      "options that do not go together",
      ["--port", "1", "--base-url", "http://127.0.0.1:9"],
      "--port goes with --target prism",
    ],
  ])("%s", async (_, args, message, variables = {}) => {
    const { code, stderr, report } = await runCommand(args, variables);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    await expect(access(join(report, "index.html"))).rejects.toThrow();
  });
});

async function resultsOf({ report }: Outcome): Promise<RunResults> {
  return JSON.parse(await readFile(join(report, "results.json"), "utf8"));
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await sleep(20);
  }
}
