/** What users install: the packed packages in an empty project. */
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProductDocumentSource } from "@microbilt-oauth/emulator";
import { resource } from "@microbilt-oauth/spec/contract";
import { installPacked, type PackedProject } from "@microbilt-oauth/testing/packed";
import { packageProblems } from "@microbilt-oauth/testing/publishable";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { APP, startEmulator } from "../support/start-emulator.ts";

const MINUTE = 60_000;
const require = createRequire(import.meta.url);
const [root = "", client = "", spec = ""] = ["../..", "../../../client", "../../../../spec"].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
const DOCUMENTS = ["iPredict_6.yaml", "ABAAcctVerification_3.yaml", "NadaVehiclePricing_2.json"].map((name) =>
  join(spec, "test/products", name),
);
const COMMAND = "node_modules/.bin/microbilt";

let project: PackedProject;

beforeAll(async () => {
  project = await installPacked(root, client, spec);
}, 3 * MINUTE);

afterAll(() => project.remove());

test("the package has the files it needs and no others", async () => {
  const files = await readdir(project.installed, { recursive: true });
  const others = files.filter((file) => !/^dist(?:\/[\w-]+\.js)?$/.test(file));

  expect(others.sort()).toEqual(["LICENSE", "README.md", "dist/third-party-notices.txt", "package.json"]);
});

test("the licenses of the packages in the bundle are beside it", async () => {
  const licenses = await readFile(join(project.installed, "dist/third-party-notices.txt"), "utf8");
  const names = licenses.match(/^\S+(?= \d+\.\d+\.\d+\S*, )/gm) ?? [];

  expect(names).toEqual(expect.arrayContaining(["@redocly/openapi-core", "openapi-typescript", "typescript"]));
  expect(names.filter((name) => /^(?:@microbilt-oauth|commander|yaml$)/.test(name))).toEqual([]);
});

test("publint finds no problem", { timeout: MINUTE }, async () => {
  expect(await packageProblems(project)).toEqual([]);
});

/** Reads the documents for the emulator, from the same files as the command. */
async function readDocuments(): Promise<readonly ProductDocumentSource[]> {
  const texts = await Promise.all(DOCUMENTS.map((file) => readFile(file, "utf8")));
  return texts.map((text) => parse(text));
}

/** Calls each product, with what `types` wrote and nothing else that says where it is. */
const PROGRAM = `
import { createClient } from "@microbilt-oauth/client";
import { ABAAcctVerification } from "./microbilt/ABAAcctVerification.js";
import { iPredict } from "./microbilt/iPredict.js";
import { NadaVehiclePricing } from "./microbilt/NadaVehiclePricing.js";

declare const process: { readonly argv: readonly string[] };
const [, , baseUrl = "", clientId = "", clientSecret = ""] = process.argv;
const microbilt = createClient({ baseUrl, clientId, clientSecret });

const report = await microbilt.api(iPredict).POST("/GetReport", {
  body: {
    MsgRqHdr: { MemberId: "1", MemberPwd: "2" },
    PersonInfo: { FirstName: "Jo", LastName: "Do", SSN: "123456789" },
  },
});
const decision: "ACCEPT" | "DECLINE" | undefined = report.data?.RESPONSE?.CONTENT?.DECISION?.decision;
const account = await microbilt.api(ABAAcctVerification).POST("/", {
  body: { BankRoutingNumber: "123456789", BankAccountNumber: "1234" },
});
const code: "A" | "D" | "W" | undefined = account.data?.Decision.DecisionCode;
const makes = await microbilt.api(NadaVehiclePricing).GET("/GetMake", { params: { query: { year: 2026 } } });
const name: string | undefined = makes.data?.[0]?.name;
const statuses = [report, account, makes].map(({ response }) => response.status);
console.log([decision, code, name].map((value, index) => \`\${statuses[index]} \${value}\`).join(", "));
`;

/** Each replaces a part of the program by something that the documents do not allow. */
const MISTAKES = [
  ['SSN: "123456789"', "SSN: 123456789"],
  ['SSN: "123456789"', 'Ssn: "123456789"'],
  ['"/GetReport"', '"/GetReports"'],
  ['POST("/", {', 'GET("/", {'],
  ["year: 2026", "years: 2026"],
  ["DECISION?.decision", "DECISION?.verdict"],
  ["Decision.DecisionCode", "Decision.Code"],
] as const;

/** Compiles programs, by name, and returns what the compiler says. */
async function compile(programs: Readonly<Record<string, string>>): Promise<string> {
  const compilerOptions = {
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    declaration: true,
    skipDefaultLibCheck: true,
    rootDir: "src",
    outDir: "out",
  };
  for (const [name, program] of Object.entries(programs)) {
    await project.write(`src/${name}.ts`, program);
  }
  const files = Object.keys(programs).map((name) => `src/${name}.ts`);
  await project.write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
  return project.node(require.resolve("typescript/bin/tsc")).catch(({ message }) => message);
}

test("microbilt types writes files with which a call to each product compiles and arrives", {
  timeout: 2 * MINUTE,
}, async () => {
  const printed = await project.node(COMMAND, "types", ...DOCUMENTS, "--out", "src/microbilt");
  expect(printed.match(/^created/gm)).toHaveLength(DOCUMENTS.length);
  expect(await compile({ program: PROGRAM })).toBe("");

  const { emulator, baseUrl } = await startEmulator({ products: await readDocuments() });
  const output = await project.node("out/program.js", baseUrl, APP.clientId, APP.clientSecret);

  expect(output).toMatch(/^200 ACCEPT, 200 [ADW], 200 Acura\n$/);
  const calls = emulator.requests.list().filter(({ endpoint }) => endpoint === "resource");
  expect(calls.map(({ method, path, query, status }) => [method, path, query, status])).toEqual([
    ["POST", "/iPredict/GetReport", {}, 200],
    ["POST", expect.stringMatching(/^\/ABAAcctVerification\/?$/), {}, 200],
    ["GET", "/NadaVehiclePricing/GetMake", { year: "2026" }, 200],
  ]);
  expect(calls[0]?.headers["content-type"]).toBe(resource.mediaType);
});

test("the emulator validates the same calls: a number that the document does not allow is refused", {
  timeout: 2 * MINUTE,
}, async () => {
  await project.node(COMMAND, "types", ...DOCUMENTS, "--out", "src/microbilt");
  expect(await compile({ program: PROGRAM.replace("123456789", "12345").replace("year: 2026", "year: 1800") })).toBe(
    "",
  );
  const { baseUrl } = await startEmulator({ products: await readDocuments() });
  const output = await project.node("out/program.js", baseUrl, APP.clientId, APP.clientSecret);

  expect(output).toMatch(/^400 undefined, 200 [ADW], 400 undefined\n$/);
});

test("without a product, its call is the gateway's 404", { timeout: 2 * MINUTE }, async () => {
  await project.node(COMMAND, "types", ...DOCUMENTS, "--out", "src/microbilt");
  expect(await compile({ program: PROGRAM })).toBe("");
  const { emulator, baseUrl } = await startEmulator({ products: (await readDocuments()).slice(1) });
  const output = await project.node("out/program.js", baseUrl, APP.clientId, APP.clientSecret);

  expect(output).toMatch(/^404 undefined, 200 [ADW], 200 Acura\n$/);
  expect(emulator.requests.list().find(({ status }) => status === 404)).toMatchObject({
    path: "/iPredict/GetReport",
    refusal: "UnknownPath",
  });
});

test("what the documents do not allow does not compile", { timeout: MINUTE }, async () => {
  const mistaken = MISTAKES.map(([original, mistake], index) => [
    `mistake-${index}`,
    PROGRAM.replace(original, mistake),
  ]);
  await project.node(COMMAND, "types", ...DOCUMENTS, "--out", "src/microbilt");
  const errors = await compile(Object.fromEntries(mistaken));
  const places = errors.match(/^src\/[\w-]+(?=\.ts\(\d+,\d+\): error TS)/gm);

  expect([...new Set(places)].sort()).toEqual(mistaken.map(([name]) => `src/${name}`).sort());
});

test("--check fails in the project of a user whose document is newer", { timeout: MINUTE }, async () => {
  await project.node(COMMAND, "types", ...DOCUMENTS, "--out", "generated");
  const check = () => project.node(COMMAND, "types", ...DOCUMENTS, "--out", "generated", "--check");

  expect(await check()).toBe("The files in generated are up to date.\n");
  await project.write("generated/iPredict.ts", "// Generated by `microbilt types` from an older document.\n");
  await expect(check()).rejects.toThrow("stale    iPredict.ts");
});
