/** Prints how to install the packed packages in another project. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCOPE = "@microbilt-oauth/";
const FOLDERS: Readonly<Record<string, string>> = {
  spec: "spec",
  client: "packages/client",
  emulator: "packages/emulator",
  cli: "packages/cli",
  conformance: "conformance",
};

const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  "The client": ["client"],
  "The client, and the emulator for its tests": ["client", "emulator"],
  "The command microbilt": ["cli"],
  "The command microbilt, and the emulator to try it with": ["cli", "emulator"],
  "The conformance suite": ["conformance"],
};

console.log("The packages are packed. In your own project, run one of these commands.");
for (const [purpose, names] of Object.entries(PURPOSES)) {
  const tarballs = [...new Set(names.flatMap(withDependencies))].map(tarballOf);
  console.log(`\n${purpose}:\n\n  npm install ${tarballs.map(quoted).join(" ")}`);
}

/** Returns a package and the packages of this repository that it needs, which no registry has. */
function withDependencies(name: string): string[] {
  const manifest = execFileSync("tar", ["-xzOf", tarballOf(name), "package/package.json"], { encoding: "utf8" });
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Readonly<Record<string, string>> };
  const needed = Object.keys(dependencies).filter((dependency) => dependency.startsWith(SCOPE));
  return [name, ...needed.flatMap((dependency) => withDependencies(dependency.slice(SCOPE.length)))];
}

function tarballOf(name: string): string {
  return join(ROOT, FOLDERS[name] ?? name, "tarball/package.tgz");
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
