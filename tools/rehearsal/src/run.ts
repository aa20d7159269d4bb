/** Rehearses a release. See README.md. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatOutcome, isSafe } from "./print-outcome.ts";
import { startRegistry } from "./registry.ts";
import { rehearse } from "./rehearse.ts";
import { latestRelease, uncommittedChanges } from "./repository.ts";

const HELP = `Usage: pnpm release:dry [options]

Publishes the packages to a registry on this machine, as "changeset publish" would, and uses them as others would. Only
committed changes take part. Nothing leaves this machine, except downloads of other packages.

Options:
  --from <commit>  the previous release, from which a project upgrades (default: the latest tag of the client)
  --files          list the files of each package
  -h, --help       print this help

Exit codes: 0 if the release is safe, 1 if it is not, 2 if the rehearsal could not run.`;

const root = fileURLToPath(new URL("../../..", import.meta.url));
process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});

async function main(): Promise<number> {
  const args = process.argv.slice(2).filter((argument) => argument !== "--");
  const options = {
    from: { type: "string" },
    files: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const changes = await uncommittedChanges(root);
  if (changes !== "") {
    throw new Error(`A release takes only what is committed. Commit these changes, or set them aside:\n${changes}`);
  }
  const folder = await mkdtemp(join(tmpdir(), "microbilt-rehearsal-"));
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => controller.abort(new Error(`Stopped by ${signal}. Nothing was changed.`)));
  }
  const registry = await startRegistry(join(folder, "registry"));
  try {
    const stopped = new Promise<never>((_, reject) => {
      controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
    });
    const previous = values.from ?? (await latestRelease(root));
    const onStep = (step: string) => console.log(`- ${step}`);
    const outcome = await Promise.race([
      stopped,
      rehearse({ root, commit: "HEAD", previous, folder, registry, onStep }),
    ]);
    console.log(`\n${formatOutcome(outcome, values.files ?? false)}\n`);
    console.log(isSafe(outcome) ? "The release is safe." : "The release is NOT safe.");
    return isSafe(outcome) ? 0 : 1;
  } finally {
    await registry.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
