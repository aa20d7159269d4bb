/** The action's own script runs against the emulator, with the suite of this repository in place of the published one. */
import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEmulator } from "@microbilt-oauth/emulator";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { sample } from "../drift/documentation.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly runs: {
    readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
  };
}

const suite = fileURLToPath(new URL("../../../../conformance/src/cli.ts", import.meta.url));
const action = parse(await readFile(new URL("../../../../action.yml", import.meta.url), "utf8")) as Action;
const folder = await mkdtemp(join(tmpdir(), "microbilt-action-"));
afterAll(() => rm(folder, { recursive: true }));
const app = { clientId: "my-id", clientSecret: "my-secret" };

/** Runs the action as GitHub does: inputs become the environment of its script. */
async function runAction(inputs: Readonly<Record<string, string>>): Promise<{ status: number; output: string }> {
  // What `npx --yes @microbilt-oauth/conformance@version` starts once it has downloaded the package.
  const npx = join(folder, "npx");
  await writeFile(npx, `#!/bin/sh\necho "npx $1 $2"\nshift 2\nexec "${process.execPath}" "${suite}" "$@"\n`);
  await chmod(npx, 0o755);
  const [step] = action.runs.steps.filter(({ run }) => run !== undefined);
  const value = (text: string) =>
    text.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? "",
    );
  const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, text]) => [name, value(text)]));
  const credentials = { MICROBILT_CLIENT_ID: app.clientId, MICROBILT_CLIENT_SECRET: app.clientSecret };
  const PATH = `${folder}${delimiter}${process.env["PATH"]}`;
  return new Promise((resolve) => {
    // The options with which GitHub starts bash.
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? ""];
    const options = { cwd: folder, env: { ...process.env, ...credentials, ...env, PATH } };
    execFile("bash", args, options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

async function start(): Promise<string> {
  const listener = await createEmulator({ apps: [app] }).listen();
  onTestFinished(() => listener.close());
  return listener.url;
}

test("the action passes a server that conforms, and writes the report where it is told", async () => {
  const inputs = {
    "base-url": await start(),
    arguments: "--only\ntoken-response/*\n",
    report: "my report",
    version: "1.2.3",
  };
  const { status, output } = await runAction(inputs);
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toContain("npx --yes @microbilt-oauth/conformance@1.2.3");
  const results = JSON.parse(await readFile(join(folder, "my report/results.json"), "utf8"));
  expect(results.selection.only).toEqual(["token-response/*"]);
  expect(results.verdict.conforms).toBe(true);
});

test("the action fails for a server that does not conform", async () => {
  const emulator = createEmulator({ apps: [app] });
  emulator.faults.add({ kind: "status", status: 200, body: { ...sample, status: "denied" }, endpoint: "token" });
  const listener = await emulator.listen();
  onTestFinished(() => listener.close());
  const { status } = await runAction({
    "base-url": listener.url,
    arguments: "--only\ntoken-response/*",
    report: "other",
  });
  expect(status).toBe(1);
  const results = JSON.parse(await readFile(join(folder, "other/results.json"), "utf8"));
  expect(results.verdict.conforms).toBe(false);
});

test("the action fails if the server rejects the credentials", async () => {
  const listener = await createEmulator({ apps: [{ clientId: "other", clientSecret: "other" }] }).listen();
  onTestFinished(() => listener.close());
  expect(await runAction({ "base-url": listener.url })).toMatchObject({ status: 2 });
});

test("an input is never run as a part of the script", async () => {
  const { output } = await runAction({
    "base-url": "http://127.0.0.1:1/$(echo injected >&2)",
    arguments: "$(touch injected)",
  });
  await expect(readFile(join(folder, "injected"))).rejects.toThrow("ENOENT");
  expect(output).not.toMatch(/^injected$/m);
});
