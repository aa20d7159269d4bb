/** Messages that the suite writes byte for byte are sent again by the commands of its report, byte for byte. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createCertificate } from "@microbilt-oauth/emulator/certificate";
import { expect, test } from "vitest";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../src/environment-variables.ts";
import { run } from "../../src/run/run.ts";
import { openUrl } from "../../src/targets/url.ts";
import { temporaryFile } from "../support/folder.ts";
import { recordSockets } from "../support/recording-socket.ts";
import { INSTALLED_SHELLS, noteMissingShells } from "../support/shells.ts";

const TIMEOUT_IN_MS = 60_000;
const ACCESS_TOKEN = "Zk3q9Lm2tR7wXy5bNc8vUj1sHd4f";
const CREDENTIALS = { clientId: "an-id", clientSecret: "Qm7-xT2_\"v'B9.k%R4" };
/** The checks that send such messages. */
const CHECKS = [
  "absolute-form",
  "missing-host",
  "two-hosts",
  "space-before-colon",
  "malformed-fields",
  "long-request-head",
  "http-1.0",
  "length-and-chunked",
  "two-lengths",
  "invalid-lengths",
  "chunk-sizes",
  "pipelining",
  "expect-continue",
  "head-without-content",
  "hidden-authorization",
  "unauthorized-messages",
].map((name) => `http/${name}`);

test.for(["http", "https"])("over %s", { timeout: TIMEOUT_IN_MS }, async (protocol, context) => {
  await noteMissingShells(context);
  const certificate = protocol === "https" ? await createCertificate() : undefined;
  const server = await recordSockets(ACCESS_TOKEN, certificate);
  const target = await openUrl({
    baseUrl: `${protocol}://127.0.0.1:${server.port}`,
    credentials: CREDENTIALS,
    resource: { method: "POST", path: "/resource" },
    ...(certificate && { ca: certificate.ca, caFile: await temporaryFile("ca.pem", certificate.ca) }),
  });

  const { checks } = await run(target, { only: CHECKS });

  const findings = checks.flatMap((check) => check.findings);
  const sent = new Set(server.received);
  expect(
    checks
      .filter(({ isMet }) => isMet === false)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...CHECKS].sort());
  expect(findings.filter(({ curl, noCommand }) => curl === undefined || noCommand !== undefined)).toEqual([]);
  const commands = findings.flatMap(({ curl = [] }) => curl);
  expect(commands.join("\n")).not.toMatch(/Qm7|Zk3q9/);

  server.received.length = 0;
  server.expect(sent);
  const env = {
    PATH: process.env["PATH"],
    [CLIENT_SECRET_VARIABLE]: CREDENTIALS.clientSecret,
    [ACCESS_TOKEN_VARIABLE]: ACCESS_TOKEN,
  };
  const script = await temporaryFile("commands.sh", commands.join("\n"));
  const execute = promisify(execFile);
  await Promise.all(INSTALLED_SHELLS.map((shell) => execute(shell, [script], { env })));
  expect(server.received.filter((message) => !sent.has(message))).toEqual([]);
  expect(server.received).toHaveLength(commands.length * INSTALLED_SHELLS.length);
});
