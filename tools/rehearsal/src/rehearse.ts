import { join } from "node:path";
import type { Consumer } from "./consumers/consumer.ts";
import { consumers, typeScript } from "./consumers/consumers.ts";
import { createProject, type InstallSize, type Project } from "./consumers/project.ts";
import { download, type Tarball } from "./packages/download.ts";
import { findProblems } from "./packages/problems.ts";
import type { Registry } from "./registry.ts";
import { type PublishedPackage, publish } from "./repository.ts";

const SCOPE = "@microbilt-oauth/";

/** What to rehearse. */
export interface Rehearsal {
  /** The folder of the repository. */
  readonly root: string;
  /** The commit to release. */
  readonly commit: string;
  /** The commit of the previous release, from which a consumer upgrades; undefined if there is none. */
  readonly previous: string | undefined;
  /** A folder for everything that the rehearsal writes. */
  readonly folder: string;
  readonly registry: Registry;
  /** Called with each step, before it begins. */
  readonly onStep: (step: string) => void;
}

/** What a rehearsal found. */
export interface Outcome {
  readonly packages: readonly CheckedPackage[];
  readonly consumers: readonly CheckedConsumer[];
}

/** A package that was published, and what is wrong with it. */
export interface CheckedPackage {
  readonly tarball: Tarball;
  readonly problems: readonly string[];
}

/** A consumer, and how it fared. */
export interface CheckedConsumer {
  readonly name: string;
  readonly size: InstallSize | undefined;
  /** Why it failed. */
  readonly problem?: string;
  /** Why it did not run. */
  readonly skipped?: string;
}

/** Publishes a commit to the registry, inspects what arrived, and uses it as others would. */
export async function rehearse(rehearsal: Rehearsal): Promise<Outcome> {
  const { folder, registry, root, commit, previous, onStep } = rehearsal;
  const before = previous === undefined ? undefined : await publishPrevious(rehearsal, previous);

  onStep("publish the packages");
  const published = await publish(root, commit, join(folder, "release"), registry);
  const versions = new Map(published.map(({ name, version }) => [name, version]));

  const packages: CheckedPackage[] = [];
  for (const one of published) {
    onStep(`inspect ${one.name}@${one.version}`);
    const tarball = await download(registry, one, join(folder, "tarballs"));
    packages.push({ tarball, problems: await findProblems(tarball, [root, folder, registry.url], versions) });
  }

  const checked: CheckedConsumer[] = [];
  for (const [index, consumer] of consumers.entries()) {
    onStep(`install and use ${consumer.name}`);
    checked.push(await check(consumer, join(folder, `consumer-${index}`), registry, versions));
  }
  onStep("upgrade from the previous release");
  checked.push(await upgrade(before, versions));
  return { packages, consumers: checked };
}

async function check(
  consumer: Consumer,
  folder: string,
  registry: Registry,
  versions: ReadonlyMap<string, string>,
): Promise<CheckedConsumer> {
  const { name } = consumer;
  const absent = consumer.packages.filter((one) => !versions.has(SCOPE + one));
  if (absent.length > 0) {
    return { name, size: undefined, skipped: `the repository has no package ${absent.join(" or ")}` };
  }
  try {
    const project = await createProject(folder, registry, { type: consumer.type });
    await consumer.prepare(project);
    await project.install(...packagesOf(consumer, versions));
    const size = await project.measure();
    await project.install(...(consumer.others ?? []));
    await consumer.use(project);
    return { name, size };
  } catch (error) {
    return { name, size: undefined, problem: messageOf(error) };
  }
}

/** A consumer of the previous release, and the versions that it has. */
interface PreviousConsumer {
  readonly project: Project;
  readonly versions: ReadonlyMap<string, string>;
}

async function publishPrevious(
  { root, folder, registry, onStep }: Rehearsal,
  commit: string,
): Promise<PreviousConsumer> {
  onStep("publish the previous release");
  const published: readonly PublishedPackage[] = await publish(root, commit, join(folder, "previous"), registry);
  const versions = new Map(published.map(({ name, version }) => [name, version]));
  const project = await createProject(join(folder, "upgrade"), registry, { type: typeScript.type });
  await typeScript.prepare(project);
  await project.install(...packagesOf(typeScript, versions), ...(typeScript.others ?? []));
  await typeScript.use(project);
  return { project, versions };
}

async function upgrade(
  before: PreviousConsumer | undefined,
  versions: ReadonlyMap<string, string>,
): Promise<CheckedConsumer> {
  const name = `the upgrade of ${typeScript.name}`;
  if (!before) {
    return { name, size: undefined, skipped: "no release was tagged, so there is nothing to upgrade from" };
  }
  const isMajor = (one: string) => majorOf(before.versions.get(one)) !== majorOf(versions.get(one));
  try {
    await before.project.install(...packagesOf(typeScript, versions));
    await typeScript.use(before.project);
    return { name, size: await before.project.measure() };
  } catch (error) {
    const breaking = typeScript.packages.map((one) => SCOPE + one).filter(isMajor);
    return breaking.length > 0
      ? {
          name,
          size: undefined,
          skipped: `${breaking.join(" and ")} has a new major version, and a program must change`,
        }
      : { name, size: undefined, problem: messageOf(error) };
  }
}

function packagesOf({ packages }: Consumer, versions: ReadonlyMap<string, string>): readonly string[] {
  return packages.map((one) => `${SCOPE}${one}@${versions.get(SCOPE + one)}`);
}

/** Below 1.0.0, the minor version is the one that breaks. */
function majorOf(version = ""): string {
  const [major, minor] = version.split(".");
  return major === "0" ? `0.${minor}` : String(major);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
