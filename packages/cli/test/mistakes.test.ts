/** Each plausible mistake ends in one line that says what to do, before anything is sent. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "./support/run-command.ts";
import { ENVIRONMENT } from "./support/start-emulator.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** Nothing listens there, so that a mistake that is not found costs nothing. */
const SERVER = ["--base-url", "http://127.0.0.1:9"];
const CALL = ["call", "POST", "/iPredict/GetReport"];

/** What is typed, and what the error says. */
const MISTAKES: readonly (readonly [args: readonly string[], error: string])[] = [
  [["chek", ...SERVER], "unknown command 'chek' (Did you mean check?)"],
  [["login"], "unknown command 'login'. For the usage, run microbilt --help."],
  [["check", "--environmnt", "sandbox"], "unknown option '--environmnt' (Did you mean --environment?)"],
  [
    ["check", "--environment", "prod"],
    "option '--environment <name>' argument 'prod' is invalid. Allowed choices are sandbox, production.",
  ],
  [
    ["check", "--environment"],
    "option '--environment <name>' argument missing. For the usage, run microbilt check --help.",
  ],
  [
    ["check"],
    "Name the server: pass --environment sandbox or --environment production, or --base-url <url> for an emulator. There is no default, because calls in production cost money.",
  ],
  [
    CALL,
    "Name the server: pass --environment sandbox or --environment production, or --base-url <url> for an emulator. There is no default, because calls in production cost money.",
  ],
  [["check", ...SERVER, "--environment", "sandbox"], "Pass either --environment or --base-url, not both."],
  [
    ["token", "--base-url", "127.0.0.1:4300"],
    "--base-url must be like https://host, without user, query or fragment; http:// or https:// is missing.",
  ],
  [
    ["token", "--base-url", "http://emulator:4300"],
    "--base-url must use https except on loopback; to send the secret over plain http, pass --insecure-http.",
  ],
  [
    ["token", ...SERVER, "--token-path", "OAuth/Token"],
    "option '--token-path <path>' argument 'OAuth/Token' is invalid. It must start with one slash.",
  ],
  [
    ["token", ...SERVER, "--timeout", "10s"],
    "option '--timeout <seconds>' argument '10s' is invalid. It must be a positive number of seconds.",
  ],
  [
    ["token", ...SERVER, "--client-secret", "hunter2"],
    "Credentials cannot be arguments, because other users of this machine can see those: set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET, or pass --credentials-file <file> or --secret-fd <n>.",
  ],
  [
    ["token", ...SERVER, "--client_secret=hunter2"],
    "Credentials cannot be arguments, because other users of this machine can see those: set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET, or pass --credentials-file <file> or --secret-fd <n>.",
  ],
  [
    ["call", "POST", "/x", ...SERVER, "--haeder=hunter2"],
    "unknown option '--haeder'. For the usage, run microbilt call --help.",
  ],
  [["call", "POST", ...SERVER], "The path is missing, as in: microbilt call POST /iPredict/GetReport"],
  [
    ["call", "/iPredict/GetReport", ...SERVER],
    "The method comes before the path, as in: microbilt call POST /iPredict/GetReport",
  ],
  [["call", "POST", "/x", ...SERVER, "-d", "{}", "-d", "{}"], "--data must not be there twice: a call has one body."],
  [
    ["call", "POST", "/x", ...SERVER, "--data", "report.json"],
    "--data is not JSON, so it was not sent. To send the content of a file, put @ before its name: --data @report.json",
  ],
  [
    ["check", ...SERVER, "--env-file", "x.env"],
    "--env-file is an option of Node, which reads far more from the file: use --credentials-file.",
  ],
  [
    ["call", "/iPredict/GetReport", "POST", ...SERVER],
    "The method comes before the path, as in: microbilt call POST /iPredict/GetReport",
  ],
  [["call", "PSOT", "/x", ...SERVER], 'The method must be GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS; got "PSOT".'],
  [["call", "POST", "iPredict/GetReport", ...SERVER], 'The path must start with a slash: pass "/iPredict/GetReport".'],
  [
    ["call", "POST", "https://api.microbilt.com/iPredict/GetReport"],
    "The path must not be a URL: pass /iPredict/GetReport, and name the server with --environment or --base-url.",
  ],
  [["call", "POST", "//iPredict", ...SERVER], 'The path must start with one slash; got "//iPredict".'],
  [
    ["call", "POST", "C:/Program Files/Git/iPredict", ...SERVER],
    'The path must start with a slash; got "C:/Program Files/Git/iPredict". Git Bash turned it into a path of Windows: set MSYS_NO_PATHCONV=1.',
  ],
  [
    ["call", "GET", "/x?name=Jo Do", ...SERVER],
    'The path must not have white space or a fragment; got "/x?name=Jo Do". Write a space as %20, and # as %23.',
  ],
  [
    [...CALL, "{}", ...SERVER],
    "too many arguments for 'call'. Expected 2 arguments but got 3. For the usage, run microbilt call --help.",
  ],
  [
    [...CALL, ...SERVER, "--data", "{a:1}"],
    '--data is not JSON, so it was not sent. If it is another format, say so with --header, as in --header "Content-Type: text/plain".',
  ],
  [[...CALL, ...SERVER, "--data", "@missing.json"], "--data: cannot read missing.json (ENOENT)."],
  [
    [...CALL, ...SERVER, "--data", "@"],
    "--data @ must name a file, as in --data @report.json, or --data @- for standard input.",
  ],
  [
    [...CALL, ...SERVER, "--header", "X-Id=hunter2"],
    '--header must be a name and a value, as in --header "X-Request-Id: 42".',
  ],
  [
    [...CALL, ...SERVER, "-H", "Authorization: Bearer hunter2"],
    "--header cannot set Authorization: the command sends the access token itself.",
  ],
  [
    [...CALL, ...SERVER, "--data", "@-", "--secret-fd", "0"],
    "Standard input cannot be both --data @- and --secret-fd 0: pass the secret as --secret-fd 3.",
  ],
  [["check", ...SERVER, "--credentials-file", "missing.env"], "--credentials-file: cannot read missing.env (ENOENT)."],
  [
    ["check", ...SERVER, "--secret-fd", "97"],
    "--secret-fd: file descriptor 97 cannot be read (EBADF). Open it in the shell, as in: --secret-fd 3 3< secret.txt",
  ],
  [
    ["check", ...SERVER, "--secret-fd", "hunter2"],
    "--secret-fd must be the number of a file descriptor that is open for reading, as in: --secret-fd 3 3< secret.txt",
  ],
  [
    ["proxy", ...SERVER, "--key-fd", "hunter2"],
    "--key-fd must be the number of a file descriptor that is open for reading, as in: --key-fd 3 3< secret.txt",
  ],
  [
    ["types", "iPredict_6.yaml"],
    "required option '--out <folder>' not specified. For the usage, run microbilt types --help.",
  ],
  [["types", "--out", "x"], "missing required argument 'file'. For the usage, run microbilt types --help."],
  [["types", "missing.yaml", "--out", "x"], "missing.yaml: there is no such file."],
  [["types", ".", "--out", "x"], ".: it is a folder; name the documents in it."],
  [
    ["types", "a.yaml", "--out", "x", "--base-path", "iPredict"],
    '--base-path must start with one slash, as in /iPredict; got "iPredict".',
  ],
];

test.each(MISTAKES)("microbilt %j: %s", async (args, error) => {
  const result = await runCommand(args, { environment: ENVIRONMENT });

  expect(result).toEqual({ exitCode: 2, stdout: "", stderr: `error: ${error}\n` });
});

test("no error shows a secret that was mistyped", () => {
  expect(MISTAKES.filter(([args]) => args.some((word) => word.includes("hunter2")))).toHaveLength(7);
  expect(MISTAKES.filter(([, error]) => error.includes("hunter2"))).toEqual([]);
});

test.each([
  [
    {},
    "MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET are not set in the environment: set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET, or pass --credentials-file <file> or --secret-fd <n>.",
  ],
  [
    { MICROBILT_CLIENT_ID: "my-id", MICROBILT_CLIENT_SECRET: "" },
    "MICROBILT_CLIENT_SECRET is not set in the environment: set MICROBILT_CLIENT_ID and MICROBILT_CLIENT_SECRET, or pass --credentials-file <file> or --secret-fd <n>.",
  ],
  [
    { ...ENVIRONMENT, MICROBILT_CLIENT_SECRET: "hunter2 " },
    "MICROBILT_CLIENT_SECRET has white space at an end, or a control character: remove it.",
  ],
])("with the environment %j: %s", async (environment, error) => {
  const result = await runCommand(["check", ...SERVER], { environment });

  expect(result).toEqual({ exitCode: 2, stdout: "", stderr: `error: ${error}\n` });
});

test("an --credentials-file that lacks a credential is named; the environment does not complete it", async () => {
  const file = join(await temporaryFolder(), "sandbox.env");
  await writeFile(file, "MICROBILT_CLIENT_ID=my-id\n");
  const { stderr } = await runCommand(["check", ...SERVER, "--credentials-file", file], { environment: ENVIRONMENT });

  expect(stderr).toBe(
    `error: MICROBILT_CLIENT_SECRET is not set in ${file}: add it there, as in MICROBILT_CLIENT_SECRET=value.\n`,
  );
});
