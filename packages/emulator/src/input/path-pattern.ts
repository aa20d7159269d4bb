import { invalidArgument } from "../errors.ts";
import { formatValue } from "./validation/format-value.ts";

/** Whether a pattern matches a path: `/iPredict/GetReport` matches itself, `/iPredict/*` every path below it. */
export function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith("/*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
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
