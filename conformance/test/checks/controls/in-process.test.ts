/** No check blames a server for what the contract and the standards leave open. These servers need no sockets. */
import { describe, test, vi } from "vitest";
import { failedAt } from "../../support/run.ts";
import { productControls, rejectedCallControls } from "./calls.ts";
import { busyControls, lenientControls, lockoutControls, refusalControls, secretControls } from "./refusals.ts";
import { blamesIn, runControl } from "./run-control.ts";
import { clockControls, tokenControls, writtenControls } from "./token-responses.ts";

vi.mock(import("../../../src/wire/exchange.ts"), async (importOriginal) =>
  (await import("./in-process.ts")).exchangeInProcess(importOriginal),
);
vi.mock(import("../../../src/wire/raw-exchange.ts"), async (importOriginal) =>
  (await import("./in-process.ts")).exchangeRawInProcess(importOriginal),
);

const controls = [
  ...tokenControls,
  ...clockControls,
  ...writtenControls,
  ...refusalControls,
  ...busyControls,
  ...lockoutControls,
  ...lenientControls,
  ...secretControls,
  ...rejectedCallControls,
  ...productControls,
];

describe.concurrent("no check blames a server that", { timeout: 60_000 }, () => {
  test.for(controls.map((control) => ({ control, title: control.title })))(
    "$title",
    async ({ control }, { expect }) => {
      const results = await runControl(control);

      const blames = blamesIn(results, control);
      // Vitest would cut the text.
      expect(blames, blames).toBe("");
      expect(failedAt("SHOULD", results).sort()).toEqual([...(control.blamedFor ?? [])].sort());
    },
  );
});
