/** An error is recognized across copies of the package, across realms, and after minification. */
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { isMicrobiltError, MicrobiltError } from "../../src/index.ts";

test("an error of a minified copy in another realm is recognized, and the other way round", async () => {
  const copy = await runCopy();
  const error = new copy.MicrobiltError("timeout", "");

  expect(error).not.toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(MicrobiltError);
  expect(isMicrobiltError(error)).toBe(true);
  expect(copy.isMicrobiltError(new MicrobiltError("timeout", ""))).toBe(true);
  expect(copy.isMicrobiltError(Object.assign(new Error(""), { code: "timeout" }))).toBe(false);
});

/** Runs a minified bundle of the package in a realm of its own. */
async function runCopy(): Promise<typeof import("../../src/index.ts")> {
  const bundle = await rolldown({ input: fileURLToPath(new URL("../../src/index.ts", import.meta.url)) });
  const { output } = await bundle.generate({ format: "iife", name: "copy", minify: true, codeSplitting: false });
  await bundle.close();
  const context = createContext({ URL, fetch });
  runInContext(output[0].code, context);
  return runInContext("copy", context);
}
