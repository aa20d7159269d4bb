import { readFileSync } from "node:fs";

/**
 * Compares the running version of Node with the one that package.json requires.
 *
 * @param running such as "24.18.0"
 * @returns what is wrong; undefined if the version is new enough
 */
export function nodeVersionProblem(running: string, packageJson: URL): string | undefined {
  const { engines } = JSON.parse(readFileSync(packageJson, "utf8")) as { engines: { node: string } };
  const required = engines.node.replace(/^>=/, "");
  return isOlder(running, required)
    ? `microbilt-conformance requires Node ${required} or later; this is Node ${running}.`
    : undefined;
}

function isOlder(version: string, required: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [requiredMajor = 0, requiredMinor = 0] = required.split(".").map(Number);
  return major < requiredMajor || (major === requiredMajor && minor < requiredMinor);
}
