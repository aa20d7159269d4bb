/** Checks the workflows of GitHub and the action. Part of `pnpm check`. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProblems } from "../workflows/find-problems.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const folder = ".github/workflows";
const names = [...(await readdir(join(root, folder))).map((name) => `${folder}/${name}`), "action.yml"];
const files = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(join(root, name), "utf8")] as const)),
);
const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

const problems = await findProblems(files, Object.keys(scripts));
for (const { file, line, message } of problems) {
  console.error(`${file}${line > 0 ? `:${line}` : ""}: ${message}`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
