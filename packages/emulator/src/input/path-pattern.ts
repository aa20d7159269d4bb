import { EmulatorError } from "../errors.ts";
import { formatValue } from "./validation/format-value.ts";

/** Whether a path is meant: `/iPredict/GetReport` means itself, `/iPredict/*` everything below. */
export function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith("/*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** @throws {EmulatorError} `invalid_argument` when it can mean no path */
export function assertPathPattern(pattern: unknown, what: string): asserts pattern is string {
  if (typeof pattern !== "string" || !/^\/[^?#*\s]*\*?$/.test(pattern) || /[^/]\*$/.test(pattern)) {
    throw new EmulatorError(
      "invalid_argument",
      `${what} takes a path such as /iPredict/GetReport, or /iPredict/* for all below, not ${formatValue(pattern)}.`,
    );
  }
}
