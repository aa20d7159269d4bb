/** The commands of the README run, and its program compiles and runs. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { codeBlocks, writeReadmePrograms } from "@microbilt-oauth/testing/readme";
import { expect, onTestFinished, test } from "vitest";
import { runCommand } from "./support/run-command.ts";
import { APP, ENVIRONMENT, startEmulator } from "./support/start-emulator.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENT = fileURLToPath(new URL("../../../spec/test/products/iPredict_6.yaml", import.meta.url));
const INSTALL = "npm install --save-dev @microbilt-oauth/cli @microbilt-oauth/emulator";
const START_EMULATOR = "npx microbilt-emulator --app my-id:my-secret &";

/** The lines of the README that a shell runs, except those of the proxy, which has tests of its own. */
async function shellLines(): Promise<string[]> {
  const lines = (await codeBlocks(root, "sh")).flatMap((block) => block.trim().split("\n"));
  return lines.filter((line) => !/^curl|microbilt proxy/.test(line));
}

/** A folder with the files that the commands of the README name. */
async function projectFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await copyFile(DOCUMENT, join(folder, "iPredict_6.yaml"));
  await writeFile(join(folder, "report.json"), '{"SSN":"123456789"}');
  await writeFile(join(folder, "secret.txt"), `${APP.clientSecret}\n`);
  const variables = Object.entries(ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  await writeFile(join(folder, "sandbox.env"), variables.join("\n"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Runs a line of the README in a shell, with this Node and the sources of the commands. */
async function runLine(line: string, folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const bin = await temporaryFolder();
  const commands = { microbilt: join(root, "src/cli.ts"), "microbilt-emulator": join(root, "../emulator/src/cli.ts") };
  for (const [name, file] of Object.entries(commands)) {
    await writeFile(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${file}" "$@"\n`, { mode: 0o755 });
  }
  const PATH = `${bin}:${dirname(process.execPath)}:${process.env["PATH"]}`;
  const options = { cwd: folder, env: { ...environment, PATH } };
  const { stdout } = await promisify(execFile)("/bin/sh", ["-ec", line.replaceAll("npx ", "")], options);
  return stdout;
}

test("three commands lead from nothing to a call", async () => {
  const [install, start = "", call = ""] = await shellLines();
  expect([install, start]).toEqual([INSTALL, START_EMULATOR]);
  const args = [join(root, "../emulator/src/cli.ts"), ...start.replace(" &", "").split(" ").slice(2), "--port", "0"];
  const emulator = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(async () => {
    emulator.kill();
    await once(emulator, "exit");
  });
  let baseUrl: string | undefined;
  for await (const line of createInterface({ input: emulator.stdout })) {
    baseUrl = /base URL +(\S+)/.exec(line)?.[1];
    if (baseUrl !== undefined) {
      break;
    }
  }
  const output = await runLine(call.replace("http://127.0.0.1:4300", baseUrl ?? ""), await temporaryFolder(), {});

  expect(JSON.parse(output)).toMatchObject({ method: "POST", path: "/iPredict/GetReport", body: { SSN: "123456789" } });
});

test("the other commands run in the order in which they appear, against the emulator", async () => {
  const { emulator, baseUrl } = await startEmulator();
  const folder = await projectFolder();
  const lines = (await shellLines()).slice(3);
  expect(lines).toHaveLength(10);
  for (const line of lines) {
    const changed = line.replaceAll("--environment sandbox", `--base-url ${baseUrl}`);
    await runLine(changed, folder, line.includes("--credentials-file") ? {} : ENVIRONMENT);
  }
  const calls = emulator.requests.list().filter(({ endpoint }) => endpoint === "resource");

  expect(calls.map(({ method, path, status }) => [method, path, status])).toEqual([
    ["POST", "/iPredict/GetReport", 200],
    ["GET", "/iPredict/GetArchiveReport", 200],
    ["POST", "/iPredict/GetReport", 200],
  ]);
  expect(await readFile(join(folder, "src/microbilt/iPredict.ts"), "utf8")).toContain("export const iPredict");
});

test("the printed result of check is as the README shows it", async () => {
  const [shown = ""] = await codeBlocks(root, "text");
  const { baseUrl } = await startEmulator();
  const { stdout } = await runCommand(["check", "--base-url", baseUrl], { environment: ENVIRONMENT });
  const shape = (text: string) =>
    text
      .trim()
      .replace(/for .*\.\n/, "for SERVER.\n")
      .replace(/\d[\d.:TZ-]*/g, "0")
      .replace(/0 min( 0 s)?/, "0 min");

  expect(shape(stdout)).toBe(shape(shown));
});

test("the program compiles with what `microbilt types` writes, and runs", { timeout: 60_000 }, async () => {
  const { emulator, baseUrl } = await startEmulator();
  emulator.products.script("/iPredict/GetReport", { body: { RESPONSE: { CONTENT: { DECISION: { score: 700 } } } } });
  const server = `globalThis.fetch = ((original) => (url, init) => original(url.replace(/^https:..[^/]+/, ${JSON.stringify(baseUrl)}), init))(fetch);`;
  const programs = await writeReadmePrograms(root, { "server.mjs": server }, "server.mjs");
  onTestFinished(() => programs.remove());
  await mkdir(join(programs.directory, "src/microbilt"), { recursive: true });
  await runCommand(["types", DOCUMENT, "--out", join(programs.directory, "src/microbilt")]);

  expect(programs.count).toBe(1);
  expect(await programs.compile()).toBe("");
  expect(await programs.run(0, ENVIRONMENT)).toBe("700");
});
