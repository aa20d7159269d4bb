import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rolldown } from "tsdown";

/**
 * Writes the licenses of the packages that are in the bundle into a file beside it, as they demand. They come from the installed
 * packages, so the list is that of the bundle.
 */
export function thirdPartyNotices(fileName: string): Rolldown.Plugin {
  return {
    name: "third-party-notices",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === "chunk" ? output.moduleIds : []));
      const folders = new Set(
        modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []),
      );
      const sections = [...folders].map(describePackage).sort();
      this.emitFile({ type: "asset", fileName, source: `${sections.join("\n\n")}\n` });
    },
  };
}

/** @throws {Error} if the package does not say under which license it is */
function describePackage(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const files = globSync("{licen[cs]e,LICEN[CS]E,Licen[cs]e,ThirdPartyNotice}*", { cwd: folder }).sort();
  if (files.length === 0 && !license) {
    throw new Error(`${name} has no license, so it cannot be bundled`);
  }
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version}, ${license ?? "see below"}`, "", ...texts].join("\n");
}
