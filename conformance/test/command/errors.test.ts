/** What the command cannot run, it says in a sentence, with exit code 2 and without a report. */
import { access } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import {
  CLIENT_ID_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../../src/environment-variables.ts";
import { CREDENTIALS, runCommand } from "../support/command.ts";
import { temporaryFile } from "../support/folder.ts";
import { portInUse } from "../support/port.ts";
import { spec } from "../support/run.ts";

/** Nothing listens on port 9. */
const DEAD = "http://127.0.0.1:9";

describe("the command line", () => {
  test.each<[string, string[], string]>([
    ["an unknown option", ["--bse-url", "x"], "unknown option '--bse-url'"],
    ["an unknown target", ["--target", "production"], "Allowed choices are prism, emulator, url, sandbox, client"],
    ["an excess argument", [DEAD], "too many arguments"],
    ["a negative seed", ["--seed", "-1"], "It must be an integer from 0 to 2147483647."],
    ["a seed that is not a number", ["--seed", "x"], "It must be an integer from 0 to 2147483647."],
    ["a level in lower case", ["--level", "must"], "Allowed choices are MUST, SHOULD, INFO"],
    ["a rate of nothing", ["--rate", "0"], "It must be a number above 0."],
    ["a timeout that is not a number", ["--timeout", "soon"], "It must be a number above 0."],
    ["too many retries", ["--retries", "101"], "It must be an integer from 0 to 100."],
    ["401 as a status of the product", ["--accepted-status", "401"], "other than 401."],
    ["a port that is too large", ["--port", "65536"], "It must be an integer from 0 to 65535."],
    ["a resource on another host", ["--resource", "//host/path"], "It must be a path such as /path"],
    ["an unknown check", ["--only", "nonsense"], 'No check matches "nonsense". --list shows all checks'],
    [
      "a selection that leaves nothing",
      ["--only", "bearer", "--skip", "bearer"],
      "The selection leaves no check to run",
    ],
    ["an unknown check to explain", ["--explain", "nonsense"], 'Unknown check "nonsense"'],
    ["one run to compare", ["diff", "/nowhere"], "missing required argument 'after'"],
    ["a run to compare that does not exist", ["diff", "/nowhere", "/nowhere"], "Could not read /nowhere"],
  ])("%s", async (_, args, message) => {
    await expectCannotRun(args, {}, message);
  });

  test.each([
    [["--port", "1", "--base-url", DEAD], "--port applies to --target prism and emulator only; got --target url."],
    [["--target", "emulator", "--base-url", DEAD], "--base-url applies to --target url and sandbox only"],
    [["--target", "client", "--resource", "/path"], "--resource applies to --target url and sandbox only"],
    [["--rate", "5"], "--rate applies to --target url and sandbox only; got --target prism."],
    [["--base-url", DEAD, "--key", "key.pem"], "--key belongs to a certificate: name it with --cert FILE."],
    [["--base-url", DEAD, "--accepted-status", "422"], "name it with --resource."],
    [["--ca", "ca.pem"], "--ca applies to --target url and sandbox only; got --target prism."],
  ])("options that do not go together: %s", async (args, message) => {
    await expectCannotRun(args, CREDENTIALS, message);
  });
});

describe("the credentials", () => {
  test.each<[string, NodeJS.ProcessEnv, string]>([
    ["none", {}, `Set ${CLIENT_ID_VARIABLE} and ${CLIENT_SECRET_VARIABLE} to the credentials`],
    ["no secret", { [CLIENT_ID_VARIABLE]: "an-id" }, `Set ${CLIENT_SECRET_VARIABLE} to the credentials`],
    ["no id", { [CLIENT_SECRET_VARIABLE]: "a-secret" }, `Set ${CLIENT_ID_VARIABLE} to the credentials`],
    [
      "half of the second application's",
      { ...CREDENTIALS, [SECOND_CLIENT_ID_VARIABLE]: "x" },
      `Set both ${SECOND_CLIENT_ID_VARIABLE} and ${SECOND_CLIENT_SECRET_VARIABLE}, or neither.`,
    ],
    [
      "the same application twice",
      {
        ...CREDENTIALS,
        [SECOND_CLIENT_ID_VARIABLE]: CREDENTIALS[CLIENT_ID_VARIABLE],
        [SECOND_CLIENT_SECRET_VARIABLE]: CREDENTIALS[CLIENT_SECRET_VARIABLE],
      },
      `${SECOND_CLIENT_ID_VARIABLE} must name another application than ${CLIENT_ID_VARIABLE}.`,
    ],
  ])("%s", async (_, environment, message) => {
    await expectCannotRun(["--target", "sandbox"], environment, message);
  });
});

describe("the server", () => {
  test.each<[string, string[], string]>([
    ["no base URL", ["--target", "url"], "--target url requires the server's base URL"],
    ["a base URL without a scheme", ["--base-url", "localhost:80"], "The base URL must be an http or https URL"],
    ["a base URL with a password", ["--base-url", "https://a:b@host"], "must not contain a user name or a password"],
    ["a base URL with a query", ["--base-url", "https://host?a"], "must not have a query or a fragment"],
    [
      "a base URL that ends in the path of the token endpoint",
      ["--base-url", `https://host.test/base${spec.contract.tokenEndpoint.path}/`],
      "write --base-url https://host.test/base.",
    ],
    ...spec.contract.tokenEndpoint.aliases.map(({ method, path }): [string, string[], string] => [
      `a base URL that ends in the path of an observed ${method}`,
      ["--base-url", `https://host.test/base${path}`],
      `write --base-url https://host.test/base --token-path ${path}.`,
    ]),
    [
      "plain http to another machine",
      ["--base-url", "http://example.test"],
      "unencrypted. Use https, or --insecure-http",
    ],
    ["a server that does not exist", ["--base-url", DEAD], `Could not connect to ${DEAD}`],
    [
      "a certificate that does not exist",
      ["--base-url", "https://127.0.0.1:9", "--ca", "/nowhere.pem"],
      "Could not read the certificate",
    ],
  ])("%s", async (_, args, message) => {
    await expectCannotRun(args, CREDENTIALS, message);
  });

  test.each([
    ["emulator", "Cannot listen on"],
    ["prism", "Prism did not start"],
  ])("a port in use, for %s", { timeout: 30_000 }, async (target, message) => {
    const port = await portInUse();

    await expectCannotRun(["--target", target, "--port", String(port)], {}, message);
  });
});

describe("the known deviations", () => {
  test.each([
    ["an unknown check", "- check: nonsense\n  reason: a\n  until: 2999-12-31\n", 'names the unknown check "nonsense"'],
    ["an entry without a reason", "- check: bearer/twice\n  until: 2999-12-31\n", "is not a list of known deviations"],
    ["an invalid date", "- check: bearer/twice\n  reason: a\n  until: soon\n", "is not a list of known deviations"],
    ["a file that is not YAML", "[", "/known.yaml: Flow sequence"],
  ])("%s", async (_, text, message) => {
    const known = await temporaryFile("known.yaml", text);

    await expectCannotRun(["--target", "emulator", "--known", known], {}, message);
  });

  test("a file that does not exist", async () => {
    await expectCannotRun(["--known", "/nowhere.yaml"], {}, "Could not read the known deviations");
  });
});

test("an error that nobody expected", async () => {
  const environment = {
    get [CLIENT_ID_VARIABLE](): string {
      throw new TypeError("unexpected");
    },
  };

  const { code, stderr } = await runCommand(["--target", "sandbox"], environment);

  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^TypeError: unexpected\n {4}at /) });
});

async function expectCannotRun(args: readonly string[], environment: NodeJS.ProcessEnv, message: string) {
  const { code, stderr, report } = await runCommand(args, environment);

  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^ {4}at /m);
  await expect(access(report)).rejects.toThrow("ENOENT");
}
