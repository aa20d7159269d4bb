import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import type { Context } from "../cases/suite.ts";
import { runCases } from "./program.ts";

/** The Node binaries of this workspace, oldest first. */
export const NODES: Readonly<Record<string, string>> = {
  "Node 20": "node20/bin/node",
  "Node 22": "node22/bin/node",
  "Node 24": "node/bin/node",
  "Node 26": "node26/bin/node",
};

export function nodeBinary(name: string): string {
  return fileURLToPath(import.meta.resolve(NODES[name] ?? ""));
}

/** Bundles a program of a project into one module that every Node runs; packages stay imports. */
export async function bundleProgram(folder: string, source: string): Promise<string> {
  const file = join(folder, source.replace(/\.ts$/, ".bundle.mjs"));
  const bundle = await rolldown({
    input: join(folder, source),
    platform: "node",
    external: (id) => !/^[./]/.test(id),
  });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  return file;
}

/** Runs a bundled program on a Node and reports its cases. */
export function runOnNode(
  context: Context,
  node: string,
  program: { readonly file: string; readonly folder: string; readonly label: string },
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { file, folder, label } = program;
  const { signal, report } = context;
  return runCases(nodeBinary(node), ["--no-warnings", file], { cwd: folder, signal, env, label, report });
}
