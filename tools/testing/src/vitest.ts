/** The tests run in vitest. */
export { assert } from "chai";
export { test } from "vitest";
