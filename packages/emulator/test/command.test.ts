/** The command, as a developer uses it. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { document } from "@microbilt-oauth/spec";
import { tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { expect, onTestFinished, test } from "vitest";
import { pasteCommand, post, printedCommands, type RunningCommand, startCommand } from "./support/command.ts";

const SPEC = fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.yaml"));

test("both printed commands get a token as they are", async () => {
  const { printed } = await startCommand();
  const commands = printedCommands(printed());

  expect(commands).toHaveLength(2);
  for (const command of commands) {
    expect(await pasteCommand(command)).toMatchObject({ status: "approved" });
  }
});

/** As MicroBilt's documentation shows them. Its page has lost the line breaks after the backslashes. */
const DOCUMENTED = [
  String.raw`curl -X POST https://apitest.microbilt.com/OAuth/GetAccessToken \ -H 'Content-Type: application/json' \ -d '{ "client_id": "<CLIENT_ID>","client_secret": "<CLIENT_SECRET>" , "grant_type" : "client_credentials" }'`,
  String.raw`curl -X POST https://apitest.microbilt.com/OAuth/GetAccessToken?grant_type=client_credentials\ -H 'Content-Type: application/x-www-form-urlencoded ' \ -d 'client_id=<CLIENT_ID>&client_secret=<CLIENT_SECRET>'`,
];

test.each(DOCUMENTED)(
  "with the host and the credentials replaced, the documented command gets a token: %s",
  async (command) => {
    const { row } = await startCommand();
    const token = await pasteCommand(
      command
        .replaceAll("\\ ", "\\\n ")
        .replace("https://apitest.microbilt.com/OAuth/GetAccessToken", row("base URL") + tokenEndpoint.path)
        .replace("<CLIENT_ID>", row("client ID"))
        .replace("<CLIENT_SECRET>", row("client secret")),
    );

    expect(token).toMatchObject({ token_type: "BearerToken", status: "approved" });
  },
);

test("--https serves HTTPS with a certificate whose authority is in a file until the command ends", async () => {
  const { printed, row, child } = await startCommand("--https");
  const authority = row("CA certificate");
  for (const command of printedCommands(printed())) {
    expect(await pasteCommand(command)).toMatchObject({ status: "approved" });
  }
  const untrusted = request(row("base URL"));
  await expect(once(untrusted.end(), "response")).rejects.toThrow(/self-signed|unable to verify/);
  const trusted = request(row("base URL"), { ca: await readFile(authority) });
  const [incoming] = await once(trusted.end(), "response");
  expect(incoming.statusCode).toBe(401);
  child.kill("SIGINT");
  await once(child, "exit");

  expect(existsSync(authority)).toBe(false);
});

test.each([
  ["SIGINT", { kind: "latency", ms: 600_000 }],
  ["SIGTERM", { kind: "latency", ms: 600_000 }],
  ["SIGHUP", { kind: "latency", ms: 600_000 }],
  ["SIGINT", { kind: "slow", ms: 600_000 }],
] as const)("%s stops it at once, even while it responds with %o", async (signal, fault) => {
  const command = await startCommand("--control-port", "0");
  await post(`${command.row("control URL")}/faults/add`, fault);
  const inProgress = fetch(command.row("base URL"))
    .then((response) => response.text())
    .catch((error: Error) => error);
  await expect.poll(() => appliedFaults(command)).toBe(1);
  command.child.kill(signal);

  expect(await once(command.child, "exit")).toEqual([0, null]);
  expect(await inProgress).toBeInstanceOf(Error);
});

async function appliedFaults({ row }: RunningCommand): Promise<number | undefined> {
  const [fault] = (await (await post(`${row("control URL")}/faults/list`, {})).json()) as { applied: number }[];
  return fault?.applied;
}

test("its connections survive a slow body, and end with a truncated or reset one, without a stack trace", async () => {
  const { row, printed } = await startCommand("--control-port", "0");
  const faults = [{ kind: "slow", ms: 20 }, { kind: "truncated" }, { kind: "reset", when: "inside" }];
  for (const fault of faults) {
    await post(`${row("control URL")}/faults/add`, { ...fault, times: 1 });
  }
  const { hostname, port } = new URL(row("base URL"));
  const head = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
  const exchange = async (text: string) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => {});
    socket.write(text);
    await once(socket, "close").catch(() => {});
    return received.match(/HTTP\/1\.1 \d+/g);
  };

  expect(await exchange(head + head)).toEqual(["HTTP/1.1 401", "HTTP/1.1 401"]);
  expect(await exchange(head)).toEqual(["HTTP/1.1 401"]);
  expect(printed()).not.toMatch(/ERR_|^ +at /m);
});

test("--app registers applications, whose secrets are never printed", async () => {
  const { row, printed } = await startCommand("--app", "mine:s3cret:with:colons", "--app", "other:hidden", "--verbose");
  const requestToken = (client_id: string, client_secret: string) =>
    post(row("base URL") + tokenEndpoint.path, { client_id, client_secret, grant_type: "client_credentials" });

  expect((await requestToken("mine", "s3cret:with:colons")).status).toBe(200);
  expect((await requestToken("other", "hidden")).status).toBe(200);
  expect((await requestToken("other", "wrong-one")).status).toBe(401);
  expect(row("client ID")).toBe("mine");
  expect(printed()).not.toMatch(/s3cret|hidden|wrong-one/);
});

test("a reset over the control API keeps the printed credentials", async () => {
  const { row, printed } = await startCommand("--control-port", "0");
  const [command = ""] = printedCommands(printed());
  expect((await post(`${row("control URL")}/reset`, {})).status).toBe(200);

  expect(await pasteCommand(command)).toMatchObject({ status: "approved" });
});

test("--verbose prints a line for each request", async () => {
  const { row, printed } = await startCommand("--verbose");
  await post(row("base URL") + tokenEndpoint.path, {});

  await expect.poll(printed).toContain(`400  POST  ${tokenEndpoint.path}  MissingClientId  client_id: `);
});

test("a client cannot forge lines of --verbose", async () => {
  const { row, printed } = await startCommand("--verbose");
  await fetch(`${row("base URL")}/a%0A00:00:00.000%1B[31m%E2%80%A8`);

  await expect.poll(printed).toContain("/a\\u{a}00:00:00.000\\u{1b}[31m\\u{2028}");
});

test("--expires-in sets expires_in, and --reuse-tokens repeats the token", async () => {
  const { printed } = await startCommand("--expires-in", "5", "--reuse-tokens");
  const [command = ""] = printedCommands(printed());
  const first = await pasteCommand(command);

  expect(first["expires_in"]).toBe("5");
  expect((await pasteCommand(command))["access_token"]).toBe(first["access_token"]);
});

test("--openapi takes another document, in YAML or in JSON", async () => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const moved = join(folder, "moved.json");
  await writeFile(moved, JSON.stringify(document).replaceAll(tokenEndpoint.path, "/moved/token"));
  const { printed } = await startCommand("--openapi", moved);

  expect(printed()).toContain("/moved/token");
  expect(await pasteCommand(printedCommands(printed())[0] ?? "")).toMatchObject({ status: "approved" });
  expect((await startCommand("--openapi", SPEC)).printed()).toContain(tokenEndpoint.path);
});

test("--product and --products add products, which a reset restores, and --token-path moves the token endpoint", async () => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const answers = join(folder, "answers.json");
  await writeFile(answers, JSON.stringify({ "/scripted": { status: 201, body: { a: 1 } } }));
  const fixture = (name: string) => fileURLToPath(new URL(`../../../spec/test/products/${name}`, import.meta.url));
  const { row, printed } = await startCommand(
    ...[
      "--product",
      fixture("NadaVehiclePricing_2.json"),
      "--product",
      `/Moved=${fixture("ABAAcctVerification_3.yaml")}`,
    ],
    ...["--products", answers, "--token-path", "/tokens", "--control-port", "0"],
  );
  const [command = ""] = printedCommands(printed());
  expect(command).toContain("/tokens");
  const { access_token: token } = await pasteCommand(command);
  await post(`${row("control URL")}/reset`, {});
  const again = await pasteCommand(command);
  const status = async (path: string, bearer: unknown) =>
    (await fetch(row("base URL") + path, { headers: { authorization: `Bearer ${bearer}` } })).status;

  expect(printed()).toMatch(/^ {2}product +\/NadaVehiclePricing \(NadaVehiclePricing 2, from .*\.json\)$/m);
  expect(await status("/NadaVehiclePricing/GetMake?year=2024", token)).toBe(401);
  expect(await status("/NadaVehiclePricing/GetMake?year=2024", again["access_token"])).toBe(200);
  expect(await status("/NadaVehiclePricing/GetMake?year=new", again["access_token"])).toBe(400);
  expect(await status("/Moved", again["access_token"])).toBe(405);
  expect(await status("/scripted", again["access_token"])).toBe(201);
  expect(await status(tokenEndpoint.path, again["access_token"])).toBe(404);
});
