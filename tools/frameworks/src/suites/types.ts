import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context, Suite } from "../cases/suite.ts";
import { firstLines, startProgram } from "../processes/program.ts";
import { prepareProject } from "../project/prepare-project.ts";

const VERSIONS = ["5.0", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "6.0", "7.0"];

/** How a project is compiled. `module: commonjs` implies the oldest resolution of modules that the version has. */
const MODULES: Readonly<Record<string, ModuleOptions>> = {
  commonjs: { package: "commonjs", compilerOptions: { module: "commonjs" } },
  "nodenext, CommonJS files": { package: "commonjs", compilerOptions: { module: "nodenext" } },
  "nodenext, ES modules": { package: "module", compilerOptions: { module: "nodenext" } },
  bundler: { package: "module", compilerOptions: { module: "esnext", moduleResolution: "bundler" } },
};
const LIBRARIES: Readonly<Record<string, readonly string[]>> = { "no DOM": ["es2022"], DOM: ["es2022", "dom"] };

/** Packages without a CommonJS build of their own. */
const ONLY_ES_MODULES = ["node-fetch3.ts"];
/** In the DOM's types, `fetch` has no dispatcher; nothing a client declares can change that. */
const ONLY_WITHOUT_DOM = ["global-dispatcher.ts"];
/** Its own declarations bring the DOM's types into the whole program. */
const ONLY_WITH_DOM = ["cross-fetch.ts"];
const CLIENT = "@microbilt-oauth/client/";

interface ModuleOptions {
  readonly package: "commonjs" | "module";
  readonly compilerOptions: Readonly<Record<string, string>>;
}

/** What users write, compiled strictly by every TypeScript in use. */
export const types: Suite = {
  name: "types",
  run: async (context) => {
    const folder = await prepareProject("types");
    const snippets = await readdir(join(folder, "snippets"));
    for (const type of ["commonjs", "module"]) {
      await cp(join(folder, "snippets"), join(folder, type), { recursive: true });
      await writeFile(join(folder, type, "package.json"), JSON.stringify({ type }));
    }
    for (const version of VERSIONS) {
      for (const [name, module] of Object.entries(MODULES)) {
        for (const [library, lib] of Object.entries(LIBRARIES)) {
          const title = `TypeScript ${version}, ${name}, ${library}`;
          if (title.includes(context.only)) {
            const files = snippets
              .filter((file) => module.package === "module" || !ONLY_ES_MODULES.includes(file))
              .filter((file) => !(library === "DOM" ? ONLY_WITHOUT_DOM : ONLY_WITH_DOM).includes(file));
            await context.check(title, async (expect) => {
              const errors = await compile(context, folder, version, module, { lib, files });
              for (const error of errors) {
                expect(false, error);
              }
              return `${files.length} snippets, ${errors.length} of them or of the client's declarations with errors`;
            });
          }
        }
      }
    }
  },
};

/** Compiles snippets, and returns the first error in each and in the client's own declarations. */
async function compile(
  { signal }: Context,
  folder: string,
  version: string,
  module: ModuleOptions,
  { lib, files }: { readonly lib: readonly string[]; readonly files: readonly string[] },
): Promise<string[]> {
  const cwd = join(folder, module.package);
  const compilerOptions = {
    target: "es2022",
    ...module.compilerOptions,
    lib,
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    esModuleInterop: true,
    noEmit: true,
    // The client's declarations are checked too; errors in those of others are left out below.
    skipLibCheck: false,
  };
  await writeFile(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const tsc = join(folder, "node_modules", `typescript${version}`, "bin/tsc");
  const { stdout, stderr } = await startProgram(process.execPath, [tsc, "--pretty", "false"], { cwd, signal }).ended;
  const output = `${stdout}\n${stderr}`;
  const found = new Map<string, string>();
  for (const line of output.split("\n")) {
    const [, file = "", code = "", message = ""] = /^(\S[^(]*)(?:\(\d+,\d+\))?: error (TS\d+): (.*)$/.exec(line) ?? [];
    const name = file.includes(CLIENT) ? "the client's declarations" : file;
    if (code && (files.includes(name) || file.includes(CLIENT)) && !found.has(name)) {
      found.set(name, `${name}: ${code} ${message.slice(0, 110)}`);
    } else if (/^error TS/.test(line)) {
      found.set("options", line);
    }
  }
  if (!/error TS/.test(output) && stderr.trim()) {
    found.set("tsc", firstLines(stderr, 200));
  }
  return summarizeErrors([...found.values()]);
}

/** Names an error once, with all the files that have it. */
function summarizeErrors(errors: readonly string[]): string[] {
  const byMessage = Map.groupBy(errors, (error) => error.replace(/^[^:]*: /, ""));
  return [...byMessage].map(([message, all]) => {
    const names = all.map((error) => error.split(":")[0]);
    return `${names.join(", ")}: ${message}`;
  });
}
