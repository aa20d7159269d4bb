/** Every curl command of a report sends what the suite sent. */
import { execFile } from "node:child_process";
import type { IncomingMessage, RequestListener } from "node:http";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { expect, test } from "vitest";
import {
  ACCESS_TOKEN_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../../src/environment-variables.ts";
import { run } from "../../src/run/run.ts";
import { openUrl } from "../../src/targets/url.ts";
import { temporaryFile } from "../support/folder.ts";
import { serve } from "../support/server.ts";
import { INSTALLED_SHELLS, noteMissingShells } from "../support/shells.ts";

const MINUTE = 60_000;
const ACCESS_TOKEN = "Zk3q9Lm2tR7wXy5bNc8vUj1sHd4f";
const CREDENTIALS = { clientId: "an-id", clientSecret: "Qm7-xT2_vB9.kR4" };
const SECOND_CREDENTIALS = { clientId: "another-id", clientSecret: "Lw5-pY8+nD3=hS6" };
/** Values that only the suite knows: a report cannot say how to make them. */
const UNKNOWN = /\$\{?OTHER_/;

/** This server cannot parse such messages; see replay-messages.test.ts. */
const BYTE_FOR_BYTE = /telnet:/;

/** Grants and accepts everything, so that most checks fail, and records what it received. */
function recordingServer(): { readonly received: string[]; readonly listener: RequestListener } {
  const received: string[] = [];
  const members = {
    access_token: ACCESS_TOKEN,
    token_type: "BearerToken",
    expires_in: "3600",
  } satisfies Partial<TokenResponse>;
  return {
    received,
    listener: async (request, response) => {
      try {
        received.push(await describeRequest(request));
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(members));
      } catch {
        // The suite gave up on the request.
      }
    },
  };
}

async function describeRequest(request: IncomingMessage): Promise<string> {
  // These depend on the connection, or on how the body is sent.
  const { connection, host, "content-length": _, ...headers } = request.headersDistinct;
  const fields = Object.entries(headers)
    .map(([name, values = []]) => [name, values.map(toHex)])
    .sort();
  return JSON.stringify([request.method, request.url, fields, (await buffer(request)).toString("base64")]);
}

function toHex(value: string): string {
  return Buffer.from(value, "latin1").toString("hex");
}

test("in a run with more than a hundred failures", { timeout: 5 * MINUTE }, async (context) => {
  await noteMissingShells(context);
  const { received, listener } = recordingServer();
  const baseUrl = await serve(listener);
  const target = await openUrl({
    baseUrl,
    credentials: CREDENTIALS,
    secondCredentials: SECOND_CREDENTIALS,
    resource: { method: "POST", path: "/resource" },
  });
  const { checks, accessTokenCommand } = await run(target);
  const sent = new Set(received);
  const failures = checks.filter(({ isMet }) => isMet === false);
  const commands = [...new Set(failures.flatMap(({ findings }) => findings.flatMap(({ curl = [] }) => curl)))];

  const environment = {
    PATH: process.env["PATH"],
    [CLIENT_SECRET_VARIABLE]: CREDENTIALS.clientSecret,
    [SECOND_CLIENT_SECRET_VARIABLE]: SECOND_CREDENTIALS.clientSecret,
  };
  const execute = promisify(execFile);
  const { stdout } = await execute("sh", ["-c", `${accessTokenCommand}\nprintf %s "$${ACCESS_TOKEN_VARIABLE}"`], {
    env: environment,
  });
  expect(stdout).toBe(ACCESS_TOKEN);

  expect(failures.length).toBeGreaterThan(100);
  const known = commands.filter((command) => !UNKNOWN.test(command) && !BYTE_FOR_BYTE.test(command));
  expect(commands.filter((command) => BYTE_FOR_BYTE.test(command)).length).toBeGreaterThan(5);
  expect(commands.filter((command) => UNKNOWN.test(command)).length).toBeLessThan(30);
  received.length = 0;
  const script = await temporaryFile("commands.sh", known.join("\n"));
  const env = { ...environment, [ACCESS_TOKEN_VARIABLE]: stdout };
  await Promise.all(
    INSTALLED_SHELLS.map((shell) => execute(shell, [script], { env, maxBuffer: Number.POSITIVE_INFINITY })),
  );
  expect(received.filter((request) => !sent.has(request))).toEqual([]);
  expect(received).toHaveLength(known.length * INSTALLED_SHELLS.length);
});
