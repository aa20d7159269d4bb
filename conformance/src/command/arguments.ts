import { InvalidArgumentError } from "commander";
import type { Resource } from "../target.ts";

/** Seeds are smaller than this: fast-check accepts 32-bit integers. */
export const SEED_LIMIT: number = 2 ** 31;

/** Collects the values of a repeatable option. */
export function parseRepeatable(value: string, others: readonly string[] = []): readonly string[] {
  return [...others, value];
}

/** Parses `/path` or `METHOD /path`. */
export function parseResource(text: string): Resource {
  const match = /^(?:(?<method>[A-Z]+) )?(?<path>\/(?!\/)\S*)$/.exec(text);
  if (!match?.groups?.["path"]) {
    throw new InvalidArgumentError('It must be a path such as /path, or a method and a path such as "GET /path".');
  }
  return { method: match.groups["method"] ?? "POST", path: match.groups["path"] };
}

/** Parses a TCP port; 0 stands for any free one. */
export function parsePort(text: string): number {
  return parseInteger(text, 65_536);
}

/** Parses the seed of random requests. */
export function parseSeed(text: string): number {
  return parseInteger(text, SEED_LIMIT);
}

function parseInteger(text: string, limit: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number >= limit) {
    throw new InvalidArgumentError(`It must be an integer from 0 to ${limit - 1}.`);
  }
  return number;
}
