/** Rehearses a release. See README.md. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { playEdits } from "./edits/play.ts";
import { formatOutcome, formatPlayed, isSafe } from "./print-outcome.ts";
import { rehearse } from "./rehearse.ts";
import { latestRelease, uncommittedChanges } from "./repository.ts";
import { withRegistry } from "./workspace.ts";

const HELP = `Usage: pnpm release:dry [options]

Publishes the packages to a registry on this machine, as "changeset publish" would, and uses them as others would. Only
committed changes take part. Nothing leaves this machine, except downloads of other packages.

Options:
  --from <commit>  the previous release, from which a project upgrades (default: the latest tag of the client)
  --files          list the files of each package
  --edits          play edits of the document instead, from spec:change to a project that upgrades
  -h, --help       print this help

Exit codes: 0 if the release is safe, 1 if it is not, 2 if the rehearsal could not run.`;

const root = fileURLToPath(new URL("../../..", import.meta.url));
process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});

async function main(): Promise<number> {
  const args = process.argv.slice(2).filter((argument) => argument !== "--");
  const { values } = parseArgs({
    args,
    options: {
      from: { type: "string" },
      files: { type: "boolean" },
      edits: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const changes = await uncommittedChanges(root);
  if (changes !== "") {
    throw new Error(`A release takes only what is committed. Commit these changes, or set them aside:\n${changes}`);
  }
  const onStep = (step: string) => console.log(`- ${step}`);
  if (values.edits) {
    const played = await withRegistry((registry, folder) => playEdits({ root, registry, folder, onStep }));
    console.log(`\n${formatPlayed(played)}`);
    return played.every(({ problems }) => problems.length === 0) ? 0 : 1;
  }
  const previous = values.from ?? (await latestRelease(root));
  const outcome = await withRegistry((registry, folder) =>
    rehearse({ root, commit: "HEAD", previous, folder, registry, onStep }),
  );
  console.log(`\n${formatOutcome(outcome, values.files ?? false)}\n`);
  console.log(isSafe(outcome) ? "The release is safe." : "The release is NOT safe.");
  return isSafe(outcome) ? 0 : 1;
}
