/** The README's programs compile, run, and say what they say they do. */
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Inside the package, so that its own name resolves. */
const directory = join(root, "test/.readme");
const MINUTE = 60_000;

const readme = await readFile(join(root, "README.md"), "utf8");
const programs = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, program = ""]) => program);

/** Stands in for the network: nothing leaves the process. */
const NETWORK = `
import { errorCodes, servers, tokenEndpoint } from "@microbilt-oauth/spec/contract";
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!Object.values(servers).includes(url.origin)) throw new Error("not MicroBilt: " + url.origin);
  if (url.pathname !== tokenEndpoint.path) {
    return request.headers.get("authorization") === "Bearer abc" ? Response.json({ score: 700 }) : new Response(null, { status: 401 });
  }
  if ((await request.text()).includes("wrong")) {
    return Response.json({ ErrorCode: errorCodes.newCredentials[0], Error: "ClientId is Invalid" }, { status: 401 });
  }
  return Response.json({ expires_in: "3599", access_token: "abc", token_type: "BearerToken", status: "approved" });
};
`;

const PRODUCT = `
export interface paths {
  "/iPredict/GetReport": {
    post: {
      requestBody: { content: { "application/json": { SSN: string } } };
      responses: { 200: { content: { "application/json": { score: number } } } };
    };
  };
}
`;

const OUTPUTS = [
  "200 { score: 700 }",
  "true",
  "true",
  "700",
  "true",
  "invalid_client 401 ClientId is Invalid",
  "a token for 3599 s",
  "{ score: 700 }",
];

beforeAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "network.js"), NETWORK);
  await writeFile(join(directory, "product.ts"), PRODUCT);
  await Promise.all(programs.map((program, index) => writeFile(join(directory, `program-${index}.ts`), program)));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

test("there is a program for each thing the README shows", () => {
  expect(programs).toHaveLength(OUTPUTS.length);
});

test("the programs compile", { timeout: MINUTE }, async () => {
  const tsconfig = {
    extends: "../../tsconfig.json",
    compilerOptions: { isolatedDeclarations: false, noPropertyAccessFromIndexSignature: false },
    include: ["*.ts"],
  };
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

  await expect(run(tsc, "-p", directory)).resolves.toBe("");
});

test.each(OUTPUTS.map((output, index) => [index, output] as const))(
  "program %i prints %s",
  { timeout: MINUTE },
  async (index, output) => {
    const printed = await run("--import", join(directory, "network.js"), join(directory, `program-${index}.ts`));

    expect(printed.trim()).toBe(output);
  },
);

async function run(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, MICROBILT_CLIENT_ID: "an-id", MICROBILT_CLIENT_SECRET: "a-secret", NO_COLOR: "1" };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: directory, env }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(error.stdout + error.stderr);
    },
  );
  return stdout;
}
