import { type Check, createCheck } from "../cases/check.ts";

/** Mirrors `RESULT_PREFIX` of the harness, whose other modules a program must not load. */
const RESULT_PREFIX = "@result ";

/** `check` for a program that runs in a process of its own: each result is a line of its output. */
export const check: Check = createCheck((result) => {
  console.log(RESULT_PREFIX + JSON.stringify(result));
});
