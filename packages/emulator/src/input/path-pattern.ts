import { invalidArgument } from "../errors.ts";
import { formatValue } from "./validation/format-value.ts";

/** Returns a path without its trailing slash, which makes no difference to a match. The path `/` stays as it is. */
export function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/**
 * Whether a pattern matches a path: `/iPredict/GetReport` matches itself, with or without a trailing slash; `/iPredict/*`
 * matches every path below it.
 */
export function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith("/*")
    ? path.startsWith(pattern.slice(0, -1))
    : withoutTrailingSlash(path) === withoutTrailingSlash(pattern);
}

/** Returns the pattern that matches a path most exactly: the path itself, otherwise the one with the longest prefix. */
export function mostExactPattern(patterns: Iterable<string>, path: string): string | undefined {
  const matching = [...patterns].filter((pattern) => matchesPath(pattern, path));
  return (
    matching.find((pattern) => pattern === path) ??
    matching.sort((a, b) => Number(a.endsWith("/*")) - Number(b.endsWith("/*")) || b.length - a.length)[0]
  );
}

/**
 * @param name the name of the argument, for the error message
 * @throws {EmulatorError} `invalid_argument` if the value is not a path pattern
 */
export function assertPathPattern(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string" || !/^\/[^?#*\s]*\*?$/.test(value) || /[^/]\*$/.test(value)) {
    throw invalidArgument(
      `${name} must be a path such as "/iPredict/GetReport", or "/iPredict/*" for every path below it; got ${formatValue(value)}`,
    );
  }
}

/**
 * @param name the name of the argument, for the error message
 * @throws {EmulatorError} `invalid_argument` if the value is not a path
 */
export function assertPath(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string" || !/^\/[^?#*\s]*$/.test(value)) {
    throw invalidArgument(`${name} must be a path, which starts with a slash; got ${formatValue(value)}`);
  }
}
