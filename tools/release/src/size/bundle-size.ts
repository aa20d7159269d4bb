import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** A program whose bundle is measured. */
export interface Program {
  /** What the program does. */
  readonly name: string;
  /** Its code. */
  readonly source: string;
}

/** Programs that use the client. */
export const PROGRAMS: readonly Program[] = [
  { name: "token and authenticated fetch", source: `export { createClient } from "@microbilt-oauth/client";` },
  { name: "everything", source: `export * from "@microbilt-oauth/client";` },
];

/**
 * What a program adds to a web page, minified and compressed with gzip, in bytes. Chunks that are loaded later do not count.
 *
 * @param client the folder of the client's package, built
 */
export async function bundleSize({ source }: Program, client: string): Promise<number> {
  // Inside the package, so that its dependencies resolve.
  const folder = await mkdtemp(join(client, ".size-"));
  try {
    const input = join(folder, "program.js");
    await writeFile(input, source.replace("@microbilt-oauth/client", join(client, "dist/index.js")));
    const bundle = await rolldown({ input, platform: "browser", logLevel: "silent" });
    const { output } = await bundle.generate({ format: "esm", minify: true });
    await bundle.close();
    const chunks = output.filter((chunk) => chunk.type === "chunk");
    const atOnce = new Set(
      chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName, imports }) => [fileName, ...imports]),
    );
    const counted = chunks.filter(({ fileName }) => atOnce.has(fileName));
    return counted.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  } finally {
    await rm(folder, { recursive: true });
  }
}
