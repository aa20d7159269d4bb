import { type Consumer, expectOutput } from "./consumer.ts";
import type { Project } from "./project.ts";

const APP = `{ clientId: "an-id", clientSecret: "a-secret" }`;

/** Starts the emulator and calls a product, with whichever `load` the module system has. */
const callProduct = (load: (name: string) => string) => `
(async () => {
  const { createClient } = ${load("client")};
  const { createEmulator } = await import("@microbilt-oauth/emulator");
  const emulator = createEmulator({ apps: [${APP}] });
  const { url } = await emulator.listen();
  const response = await createClient({ baseUrl: url, ...${APP} }).fetch("/iPredict/GetReport", { method: "POST", body: "{}" });
  console.log("status", response.status);
  await emulator.close();
})();
`;

const esModules: Consumer = {
  name: "the client and the emulator, ES modules",
  packages: ["client", "emulator"],
  type: "module",
  prepare: (project) =>
    project.write(
      "program.js",
      callProduct((name) => `await import("@microbilt-oauth/${name}")`),
    ),
  use: usesProgram,
};

const commonJs: Consumer = {
  name: "the client and the emulator, CommonJS",
  packages: ["client", "emulator"],
  type: "commonjs",
  prepare: (project) =>
    project.write(
      "program.js",
      callProduct((name) => `require("@microbilt-oauth/${name}")`),
    ),
  use: usesProgram,
};

async function usesProgram(project: Project): Promise<void> {
  expectOutput(await project.run("node", "program.js"), /^status 200$/m);
}

/** Compiles with the strictest options, and without those that hide errors in declarations. */
export const typeScript: Consumer = {
  name: "the client and the emulator, strict TypeScript",
  packages: ["client", "emulator"],
  others: ["typescript@5.9", "@types/node@24"],
  type: "module",
  async prepare(project) {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      module: "nodenext",
      target: "es2022",
      lib: ["es2024", "esnext.disposable"],
      types: ["node"],
      outDir: "dist",
    };
    await project.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    await project.write(
      "program.ts",
      `import { createClient, MicrobiltError, type MicrobiltClient } from "@microbilt-oauth/client";
import { createEmulator } from "@microbilt-oauth/emulator";

interface paths {
  "/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { headers: {}; content: { "application/json": { path: string } } } };
    };
  };
}

const app = ${APP};
const emulator = createEmulator({ apps: [app] });
const { url } = await emulator.listen();
const microbilt: MicrobiltClient = createClient({ baseUrl: url, ...app });
const { data } = await microbilt.api<paths>().POST("/GetReport", { body: { SSN: "000000000" } });
console.log("path", data?.path);
const rejected = createClient({ baseUrl: url, ...app, clientSecret: "another" });
await rejected.getAccessToken().catch((error: unknown) => console.log(error instanceof MicrobiltError && error.code));
await emulator.close();
`,
    );
  },
  async use(project) {
    await project.run("tsc");
    expectOutput(await project.run("node", "dist/program.js"), /^path \/GetReport\ninvalid_client$/m);
  },
};

const conformance: Consumer = {
  name: "the command microbilt-conformance",
  packages: ["conformance"],
  prepare: async () => {},
  async use(project) {
    expectOutput(await project.run("microbilt-conformance", "--target", "emulator"), /conforms/i);
  },
};

const cli: Consumer = {
  name: "the command microbilt",
  packages: ["cli", "emulator"],
  type: "module",
  prepare: (project) =>
    project.write(
      "program.js",
      `import { execFileSync } from "node:child_process";
import { Worker, isMainThread, workerData, parentPort } from "node:worker_threads";
import { createEmulator } from "@microbilt-oauth/emulator";

if (isMainThread) {
  // The command is awaited synchronously, so the emulator needs a thread of its own.
  const worker = new Worker(new URL(import.meta.url));
  worker.once("message", (url) => {
    const env = { ...process.env, MICROBILT_CLIENT_ID: "an-id", MICROBILT_CLIENT_SECRET: "a-secret" };
    const output = execFileSync("npx", ["--no-install", "microbilt", "check", "--base-url", url], { env, encoding: "utf8" });
    console.log("exit code 0:", output.split("\\n")[0]);
    process.exit();
  });
} else {
  const { url } = await createEmulator({ apps: [${APP}] }).listen();
  parentPort.postMessage(url);
}
`,
    ),
  async use(project) {
    expectOutput(await project.run("node", "program.js"), /^exit code 0:/m);
  },
};

const spec: Consumer = {
  name: "the document as JSON and as YAML",
  packages: ["spec"],
  type: "module",
  prepare: (project) =>
    project.write(
      "program.js",
      `import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import document from "@microbilt-oauth/spec/openapi.json" with { type: "json" };
const yaml = readFileSync(fileURLToPath(import.meta.resolve("@microbilt-oauth/spec/openapi.yaml")), "utf8");
console.log(document.openapi === /^openapi: (\\S+)/.exec(yaml)?.[1] && document.info.version);
`,
    ),
  async use(project) {
    expectOutput(await project.run("node", "program.js"), /^\d+\.\d+\.\d+$/m);
  },
};

/** Every kind of project in which the packages are used. */
export const consumers: readonly Consumer[] = [esModules, commonJs, typeScript, conformance, cli, spec];
