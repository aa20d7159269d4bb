import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { typeScript } from "../consumers/consumers.ts";
import { createProject, type Project } from "../consumers/project.ts";
import { CommandFailed } from "../execute.ts";
import type { Registry } from "../registry.ts";
import { commitAll, copyCommit, pnpm, publishCopy } from "../repository.ts";
import { createEdits, type Edit, type TokenPaths } from "./edits.ts";

const SCOPE = "@microbilt-oauth/";

/** What a play needs. */
export interface Stage {
  /** The folder of the repository. */
  readonly root: string;
  readonly registry: Registry;
  /** A folder for everything that the play writes. */
  readonly folder: string;
  /** Called with each step, before it begins. */
  readonly onStep: (step: string) => void;
}

/** An edit that was played through to a release, and what is not as it must be. */
export interface PlayedEdit {
  readonly edit: Edit;
  /** The versions of the spec package before and after. */
  readonly versions: readonly [before: string, after: string];
  /** One sentence each. */
  readonly problems: readonly string[];
}

/**
 * Releases the last commit, and then each edit after the other: edited, recorded, versioned, published, and installed by a
 * project that uses the release before.
 */
export async function playEdits({ root, registry, folder, onStep }: Stage): Promise<readonly PlayedEdit[]> {
  const copy = join(folder, "repository");
  onStep("release the last commit, and install it in a project");
  await copyCommit(root, "HEAD", copy);
  await release(copy, registry);
  const project = await createProject(join(folder, "project"), registry, { type: typeScript.type });
  await typeScript.prepare(project);
  await upgrade(project, ...(typeScript.others ?? []));

  const played: PlayedEdit[] = [];
  for (const edit of createEdits(await readTokenPaths(copy))) {
    onStep(edit.name);
    played.push(await play(edit, copy, registry, project));
  }
  return played;
}

/** Reads the paths of the token endpoint from the document. */
async function readTokenPaths(copy: string): Promise<TokenPaths> {
  type Operations = Readonly<Record<string, { readonly operationId?: string; readonly "x-alias-of"?: string }>>;
  const text = await readFile(join(copy, "spec/generated/openapi.json"), "utf8");
  const paths = Object.entries((JSON.parse(text) as { paths: Readonly<Record<string, Operations>> }).paths);
  const pathOf = (member: "operationId" | "x-alias-of") =>
    paths.find(([, item]) => Object.values(item).some((operation) => operation[member] === "getAccessToken"))?.[0] ??
    "";
  return { own: pathOf("operationId"), alias: pathOf("x-alias-of") };
}

async function play(edit: Edit, copy: string, registry: Registry, project: Project): Promise<PlayedEdit> {
  const before = await versionOf(copy);
  const file = join(copy, "spec/openapi.yaml");
  await writeFile(file, edit.apply(await readFile(file, "utf8")));
  await pnpm(copy, "generate");
  const refusal = await refusalOf(pnpm(copy, "check:changes"));
  await pnpm(copy, "spec:change");
  await pnpm(copy, "check:changes");
  await commitAll(copy, `feat(spec): ${edit.name}`);
  await release(copy, registry);
  const after = await versionOf(copy);
  const changelog = await readFile(join(copy, "spec/CHANGELOG.md"), "utf8");
  const entry = changelog.split(/^## /m)[1] ?? "";
  const hasRecord = await stat(join(copy, `spec/changes/${after}.json`)).then(
    () => true,
    () => false,
  );
  const document = await readFile(file, "utf8");
  const problems = [
    ...(refusal.includes("spec:change")
      ? []
      : [`check:changes does not refuse the edit, or does not name the command: ${refusal}`]),
    ...(isBump(edit.bump, before, after) ? [] : [`${after} is not a ${edit.bump} bump of ${before}`]),
    ...(document.includes(`\n  version: ${after}\n`) ? [] : ["The document has another version than its package"]),
    ...(entry.includes(edit.changelog) ? [] : [`The changelog does not say what has changed:\n${entry}`]),
    ...(hasRecord ? [] : [`spec/changes/${after}.json is missing`]),
  ];
  const failure = await upgrade(project).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { edit, versions: [before, after], problems: failure === undefined ? problems : [...problems, failure] };
}

async function release(copy: string, registry: Registry): Promise<void> {
  await pnpm(copy, "release:version");
  await commitAll(copy, "chore: version the packages");
  await publishCopy(copy, registry);
}

/** Installs the latest versions in a project, and uses them. */
async function upgrade(project: Project, ...others: readonly string[]): Promise<void> {
  await project.install(...typeScript.packages.map((one) => `${SCOPE}${one}@latest`), ...others);
  await typeScript.use(project);
}

async function versionOf(copy: string): Promise<string> {
  return (JSON.parse(await readFile(join(copy, "spec/package.json"), "utf8")) as { version: string }).version;
}

/** What a command prints when it fails; empty if it does not. */
async function refusalOf(command: Promise<string>): Promise<string> {
  try {
    await command;
    return "";
  } catch (error) {
    if (error instanceof CommandFailed) {
      return error.message;
    }
    throw error;
  }
}

function isBump(bump: Edit["bump"], before: string, after: string): boolean {
  const [major = 0, minor = 0, patch = 0] = before.split(".").map(Number);
  const expected = {
    major: `${major + 1}.0.0`,
    minor: `${major}.${minor + 1}.0`,
    patch: `${major}.${minor}.${patch + 1}`,
  };
  return expected[bump] === after;
}
