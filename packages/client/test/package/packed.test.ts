/** The package that users install is complete, small, and works in the environments that the README names. */
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { resource, tokenEndpoint } from "@microbilt-oauth/spec/contract";
import { installPacked, type PackedProject } from "@microbilt-oauth/testing/packed";
import { checkTypes, packageProblems } from "@microbilt-oauth/testing/publishable";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { tokenResponse } from "../support/scripted-server.ts";

const MINUTE = 60_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(import.meta.url);

/** Runs a file, and what it requires, as scripts of a VM. Jest does that too. There, `import()` fails. */
const CONTEXT_WITHOUT_IMPORT = `
  const Module = require("node:module");
  const { readFileSync } = require("node:fs");
  const { runInThisContext } = require("node:vm");
  Module._extensions[".js"] = Module._extensions[".cjs"] = (module, filename) => {
    const wrapped = runInThisContext(Module.wrap(readFileSync(filename, "utf8")), { filename });
    wrapped.call(module.exports, module.exports, Module.createRequire(filename), module, filename);
  };
  require("./" + process.argv[2]);
`;

let project: PackedProject;

beforeAll(async () => {
  project = await installPacked(root);
}, 3 * MINUTE);

afterAll(() => project.remove());

test("the package contains what it needs and nothing else", async () => {
  const files = await readdir(project.installed, { recursive: true });
  expect(files.sort()).toEqual(
    [
      "LICENSE",
      "README.md",
      "dist",
      "dist/index.cjs",
      "dist/index.d.cts",
      "dist/index.d.ts",
      "dist/index.js",
      "docs",
      "docs/frameworks.md",
      "docs/networks.md",
      "docs/testing.md",
      "package.json",
    ].sort(),
  );
  const { dependencies, sideEffects, type } = JSON.parse(
    await readFile(join(project.installed, "package.json"), "utf8"),
  );
  expect(dependencies).toEqual({ "openapi-fetch": expect.any(String) });
  expect({ sideEffects, type }).toEqual({ sideEffects: false, type: "module" });
});

test("the package imports no other package of this repository", async () => {
  for (const file of ["dist/index.js", "dist/index.d.ts", "dist/index.cjs", "dist/index.d.cts"]) {
    expect(await readFile(join(project.installed, file), "utf8")).not.toMatch(/(?:from |require\()"@microbilt-oauth/);
  }
});

test("no link in its documents leaves the package", async () => {
  const files = await readdir(project.installed, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".md"))) {
    const text = await readFile(join(project.installed, file), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(files, `${file} links to ${target}`).toContain(join(dirname(file), target));
    }
  }
});

test("the declarations describe each error code", async () => {
  const declarations = await readFile(join(project.installed, "dist/index.d.ts"), "utf8");
  const [, description = "", codes = ""] =
    /\/\*\*((?:(?!\*\/).)*)\*\/\s*type MicrobiltErrorCode = ([^;]+);/s.exec(declarations) ?? [];
  const names = [...codes.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  expect(names).toContain("invalid_argument");
  expect([...description.matchAll(/- `(\w+)`: /g)].map(([, name]) => name)).toEqual(names);
});

describe("a user's program", { timeout: MINUTE }, () => {
  const call = (baseUrl: string) =>
    `const microbilt = createClient({ baseUrl: "${baseUrl}", clientId: "an-id", clientSecret: "a-secret" });
     microbilt.fetch("${resource.path}", { method: "POST", body: "{}" }).then(async (response) => console.log(await response.text()));`;

  const api = (baseUrl: string) =>
    `const microbilt = createClient({ baseUrl: "${baseUrl}", clientId: "an-id", clientSecret: "a-secret" });
     microbilt.api().POST("${resource.path}", { body: {} }).then(({ data }) => console.log(JSON.stringify(data)));`;

  test("runs as a module", async () => {
    await project.write(
      "program.mjs",
      `import { createClient } from "@microbilt-oauth/client";\n${call(await serve())}`,
    );
    expect((await project.node("program.mjs")).trim()).toBe('{"served":true}');
  });

  test("runs as CommonJS", async () => {
    await project.write(
      "program.cjs",
      `const { createClient } = require("@microbilt-oauth/client");\n${call(await serve())}`,
    );
    expect((await project.node("program.cjs")).trim()).toBe('{"served":true}');
  });

  test("runs as CommonJS in a context without import(), as Jest's is", async () => {
    await project.write(
      "api.cjs",
      `const { createClient } = require("@microbilt-oauth/client");\n${api(await serve())}`,
    );
    await project.write("context.cjs", CONTEXT_WITHOUT_IMPORT);
    expect((await project.node("context.cjs", "api.cjs")).trim()).toBe('{"served":true}');
  });

  test("recognizes the errors of the other build", async () => {
    await project.write(
      "both.mjs",
      `import { createRequire } from "node:module";
       import * as esm from "@microbilt-oauth/client";
       const cjs = createRequire(import.meta.url)("@microbilt-oauth/client");
       const [fromEsm, fromCjs] = await Promise.all([esm, cjs].map(({ createClient }) =>
         createClient({ baseUrl: "https://microbilt.test", clientId: "a", clientSecret: "b" }).fetch("https://other.test").catch((error) => error)));
       console.log(cjs.isMicrobiltError(fromEsm), esm.isMicrobiltError(fromCjs), fromEsm.constructor === fromCjs.constructor);`,
    );
    expect((await project.node("both.mjs")).trim()).toBe("true true false");
  });

  test("loads openapi-fetch when it calls an api", async () => {
    await project.write("api.mjs", `import { createClient } from "@microbilt-oauth/client";\n${api(await serve())}`);
    expect((await project.node("api.mjs")).trim()).toBe('{"served":true}');
  });
});

describe("TypeScript compiles a user's program", { timeout: MINUTE }, () => {
  const program = `
import { createClient, isMicrobiltError, type MicrobiltEvent, type Product, productFailure, type Token } from "@microbilt-oauth/client";
interface paths { "/a": { get?: never; post: { requestBody: { content: { "application/json": { a: string } } }; responses: { 200: { content: { "application/json": { b: number } } } } } } }
const product: Product<paths> = { basePath: "/product" };
const microbilt = createClient({ environment: "sandbox", clientId: "a", clientSecret: async () => "b", flow: "form", onEvent: (event: MicrobiltEvent) => event.type });
export async function use(token: Token): Promise<number | undefined> {
  try {
    const { data, error } = await microbilt.api(product).POST("/a", { body: { a: await microbilt.getAccessToken() } });
    const code: string | undefined = productFailure(data)?.code ?? error?.fault.detail.errorcode;
    return code ? Number(code) : data?.b;
  } catch (error) {
    if (isMicrobiltError(error) && error.code === "timeout") return Number(token.expiresAt);
    throw error;
  }
}
`;

  test.each([
    ["nodenext, strict", { module: "nodenext", strict: true }],
    ["bundler, strict", { module: "esnext", moduleResolution: "bundler", strict: true }],
    // What `module: commonjs` meant until TypeScript 6: no `exports` of a package, only its `main` and `types`.
    ["commonjs, strict", { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0", strict: true }],
    ["nodenext, not strict", { module: "nodenext", strict: false }],
    [
      "nodenext, all strict options",
      { module: "nodenext", strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ],
  ])("with %s", async (_, options) => {
    await project.write("src/program.ts", program);
    const compilerOptions = {
      ...options,
      target: "es2022",
      lib: ["es2022", "dom"],
      types: [],
      noEmit: true,
      skipLibCheck: false,
      // TypeScript's own declarations take most of the time, and a package cannot be at fault there.
      skipDefaultLibCheck: true,
    };
    await project.write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
    expect(await project.node(require.resolve("typescript/bin/tsc"))).toBe("");
  });
});

test("publint finds no problem", { timeout: MINUTE }, async () => {
  expect(await packageProblems(project)).toEqual([]);
});

test("are-the-types-wrong finds no problem", { timeout: MINUTE }, async () => {
  await expect(checkTypes(project)).resolves.toBeUndefined();
});

/** In kB, minified and gzipped. */
const LIMITS = { "without api": 9.9, "with api": 12.43 };

test("the package stays small", { timeout: MINUTE }, async () => {
  await project.write(
    "minimal.js",
    `import { createClient } from "@microbilt-oauth/client";
     export const microbilt = createClient({ environment: "sandbox", clientId: "a", clientSecret: "b" });
     export const api = microbilt.api();`,
  );
  const bundle = await rolldown({
    input: join(project.directory, "minimal.js"),
    platform: "browser",
    logLevel: "silent",
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  expect(output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join()).not.toContain("MsgRsHdr");
  const sizes = output.flatMap((chunk) => (chunk.type === "chunk" ? [gzipSync(chunk.code).length / 1000] : []));
  expect(sizes[0]).toBeLessThanOrEqual(LIMITS["without api"]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LIMITS["with api"]);
});

/** Starts a token endpoint and a product on loopback. Returns their URL. */
async function serve(): Promise<string> {
  const token = await tokenResponse().text();
  const server = createServer(async (request, response) => {
    await text(request);
    const isTokenRequest = request.url === tokenEndpoint.path;
    response.writeHead(200, { "content-type": "application/json" }).end(isTokenRequest ? token : '{"served":true}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
