/** What users install: complete, and usable wherever the README says. */
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { installPacked, type PackedProject } from "@microbilt-oauth/testing/packed";
import { checkTypes, packageProblems, undocumentedNames } from "@microbilt-oauth/testing/publishable";
import { afterAll, beforeAll, expect, test } from "vitest";

const MINUTE = 60_000;
const require = createRequire(import.meta.url);
const [root = "", client = "", spec = ""] = ["../..", "../../../client", "../../../../spec"].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

let project: PackedProject;

beforeAll(async () => {
  project = await installPacked(root, spec, client);
}, 3 * MINUTE);

afterAll(() => project.remove());

test("the package has the files it needs and no others", async () => {
  const files = await readdir(project.installed, { recursive: true });
  const others = files.filter((file) => !/^dist(?:\/[\w-]+\.(?:js|d\.ts))?$/.test(file));

  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
});

const PROGRAM = `
import { createClient } from "@microbilt-oauth/client";
import { createEmulator, EmulatorError, type LoggedRequest } from "@microbilt-oauth/emulator";

const app = { clientId: "an-id", clientSecret: "a-secret" };
const emulator = createEmulator({ apps: [app], onRequest: (request: LoggedRequest) => request.status });
const inProcess = createClient({ environment: "sandbox", ...app, fetch: emulator.fetch });
const { url } = await emulator.listen();
const overSocket = createClient({ baseUrl: url, ...app });
const responses = await Promise.all([inProcess, overSocket].map((microbilt) => microbilt.fetch("/a")));
await emulator.listen({ port: -1 }).catch((error) => console.log(error instanceof EmulatorError));
console.log(responses.map(({ status }) => status).join(" "));
emulator.reset();
await emulator.close();
`;

const PROGRAM_WITH_AWAIT_USING = `
import { createEmulator } from "@microbilt-oauth/emulator";

async function listen(): Promise<string> {
  await using emulator = createEmulator();
  await using listener = await emulator.listen();
  console.log((await fetch(listener.url)).status);
  return listener.url;
}

const url = await listen();
console.log(await fetch(url).catch(({ message }) => message));
`;

test.each([
  ["with neither @types/node nor esnext.disposable", ["es2022", "dom"], PROGRAM, "true\n200 200\n"],
  ["with await using", ["es2022", "dom", "esnext.disposable"], PROGRAM_WITH_AWAIT_USING, "401\nfetch failed\n"],
])("a program %s compiles and runs", { timeout: MINUTE }, async (_, lib, program, output) => {
  const compilerOptions = {
    module: "nodenext",
    target: "es2022",
    lib,
    types: [],
    strict: true,
    skipLibCheck: false,
    // TypeScript's own declarations take most of the time, and a package cannot be at fault there.
    skipDefaultLibCheck: true,
    rootDir: "src",
    outDir: "out",
  };
  await project.write("src/program.ts", program);
  await project.write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));

  expect(await project.node(require.resolve("typescript/bin/tsc"))).toBe("");
  expect(await project.node("out/program.js")).toBe(output);
});

test("its command runs", { timeout: MINUTE }, async () => {
  expect(await project.node("node_modules/.bin/microbilt-emulator", "--help")).toContain("Usage: microbilt-emulator");
});

test("publint finds no problem", { timeout: MINUTE }, async () => {
  expect(await packageProblems(project)).toEqual([]);
});

test("are-the-types-wrong finds no problem", { timeout: MINUTE }, async () => {
  await expect(checkTypes(project)).resolves.toBeUndefined();
});

test("every exported name is documented", async () => {
  expect(await undocumentedNames(root, project)).toEqual([]);
});
