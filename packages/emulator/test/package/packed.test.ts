/** What users install: complete, and usable wherever it says. */
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

test("it holds what it needs and nothing else", async () => {
  const files = await readdir(project.installed, { recursive: true });
  const others = files.filter((file) => !/^dist(?:\/[\w-]+\.(?:js|d\.ts))?$/.test(file));

  expect(others.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
});

const FIXTURE = `
import { createClient } from "@microbilt-oauth/client";
import { createEmulator, EmulatorError, type LoggedRequest } from "@microbilt-oauth/emulator";

const app = { clientId: "an-id", clientSecret: "a-secret" };
const emulator = createEmulator({ apps: [app], onRequest: (request: LoggedRequest) => request.status });
const inProcess = createClient({ environment: "sandbox", ...app, fetch: emulator.fetch });
const { url } = await emulator.listen();
const overSocket = createClient({ baseUrl: url, ...app });
const calls = await Promise.all([inProcess, overSocket].map((microbilt) => microbilt.fetch("/a")));
await emulator.listen({ port: -1 }).catch((error) => console.log(error instanceof EmulatorError));
console.log(calls.map(({ status }) => status).join(" "));
await emulator.close();
`;

test("a customer's fixture compiles and runs", { timeout: MINUTE }, async () => {
  await project.write("src/fixture.ts", FIXTURE);
  const compilerOptions = {
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    strict: true,
    rootDir: "src",
    outDir: "out",
  };
  await project.write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));

  expect(await project.node(require.resolve("typescript/bin/tsc"))).toBe("");
  expect(await project.node("out/fixture.js")).toBe("true\n200 200\n");
});

test("its command runs", { timeout: MINUTE }, async () => {
  expect(await project.node("node_modules/.bin/microbilt-emulator", "--help")).toContain("Usage: microbilt-emulator");
});

test("publint finds nothing", { timeout: MINUTE }, async () => {
  expect(await packageProblems(project)).toEqual([]);
});

test("the types are not wrong", { timeout: MINUTE }, async () => {
  await expect(checkTypes(project)).resolves.toBeUndefined();
});

test("every public symbol says what it is", async () => {
  expect(await undocumentedNames(root, project)).toEqual([]);
});
