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

/** Parses the path of the token endpoint. */
export function parseTokenPath(text: string): string {
  if (!/^(?:\/[^/\\?#\s]+)+$/.test(text)) {
    throw new InvalidArgumentError("It must be a path without a query, such as /token.");
  }
  return text;
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

/** Fields that the requests of the checks set themselves, or that describe the message. */
const RESERVED_FIELDS = ["authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"];

/** Parses and collects `NAME:VALUE`, a header field. The message of an error does not show the value. */
export function parseHeader(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const match = /^(?<name>[\w!#$%&'*+.^`|~-]+):[ \t]*(?<value>[\t\x20-\x7e\x80-\xff]*?)[ \t]*$/.exec(text);
  const name = match?.groups?.["name"]?.toLowerCase();
  if (name === undefined) {
    throw new InvalidArgumentError('It must be a name and a value, such as "X-Api-Key: abc".');
  }
  if (RESERVED_FIELDS.includes(name)) {
    throw new InvalidArgumentError(`The checks send ${name} themselves.`);
  }
  return { ...others, [name]: match?.groups?.["value"] ?? "" };
}

/** Parses and collects the statuses of a product's own errors. 401 is never one: it rejects the access token. */
export function parseStatus(text: string, others: readonly number[] = []): readonly number[] {
  const status = Number(text);
  if (!/^[345]\d\d$/.test(text) || status === 401) {
    throw new InvalidArgumentError("It must be a status from 300 to 599 other than 401.");
  }
  return [...others, status];
}

/** Parses a number of seconds, or of requests per second. */
export function parsePositive(text: string): number {
  const number = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || number <= 0) {
    throw new InvalidArgumentError("It must be a number above 0.");
  }
  return number;
}

/** Parses a number of attempts. */
export function parseCount(text: string): number {
  return parseInteger(text, 101);
}
