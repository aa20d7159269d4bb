/** The programs in a package's README or in another document, written as files so that they can be compiled and run. */
import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

export interface ReadmePrograms {
  /** The folder of the files. */
  readonly directory: string;
  readonly count: number;
  /** What the compiler has to say; nothing when it has no complaint. */
  compile(): Promise<string>;
  /** What the program of this number prints. */
  run(index: number, environment?: Readonly<Record<string, string>>): Promise<string>;
  remove(): Promise<void>;
}

/**
 * @param root the folder of the package
 * @param files what the programs find beside them, by name
 * @param preload the one of them that runs before each
 * @param document the path of the document in the package
 */
export async function writeReadmePrograms(
  root: string,
  files: Readonly<Record<string, string>> = {},
  preload?: string,
  document = "README.md",
): Promise<ReadmePrograms> {
  // Inside the package, so that its own name resolves.
  const directory = join(root, "test/.readme", document === "README.md" ? "" : document.replace(/\.md$/, ""));
  const programs = await codeBlocks(root, "ts", document);
  const tsconfig = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { isolatedDeclarations: false, noPropertyAccessFromIndexSignature: false },
    include: ["*.ts"],
  };
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const all = {
    ...files,
    ...Object.fromEntries(programs.map((program, index) => [`program-${index}.ts`, program])),
    "tsconfig.json": JSON.stringify(tsconfig),
  };
  await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(directory, name), text)));

  return {
    directory,
    count: programs.length,
    compile: () => run([createRequire(join(root, "package.json")).resolve("typescript/bin/tsc"), "-p", directory]),
    run: (index, environment) =>
      run([...(preload ? ["--import", join(directory, preload)] : []), `program-${index}.ts`], environment),
    remove: () => rm(directory, { recursive: true, force: true }),
  };

  async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const env = { ...process.env, NO_COLOR: "1", ...environment };
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: directory, env }).catch(
      (error: { stdout: string; stderr: string }) => {
        throw new Error(error.stdout + error.stderr);
      },
    );
    return stdout.trim();
  }
}

/** The code of one language in a document of a package. */
export async function codeBlocks(root: string, language: string, document = "README.md"): Promise<string[]> {
  const text = await readFile(join(root, document), "utf8");
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "gs"))].map(([, code = ""]) => code);
}
