import { describe, test, vi } from "vitest";
import { failedAt } from "../../support/run.ts";
import type { Control } from "./control.ts";
import { blamesIn, runControl } from "./run-control.ts";

vi.mock(import("../../../src/wire/exchange.ts"), async (importOriginal) =>
  (await import("./in-process.ts")).exchangeInProcess(importOriginal),
);
vi.mock(import("../../../src/wire/raw-exchange.ts"), async (importOriginal) =>
  (await import("./in-process.ts")).exchangeRawInProcess(importOriginal),
);

/** Registers one test for each control: no check may blame it, except those that the control itself names. */
export function describeControls(controls: readonly Control[]): void {
  describe.concurrent("no check blames a server that", { timeout: 60_000 }, () => {
    test.for(controls.map((control) => ({ control, title: control.title })))(
      "$title",
      async ({ control }, { expect }) => {
        const results = await runControl(control);

        const blames = blamesIn(results, control);
        // The text is the message too, because Vitest would cut it.
        expect(blames, blames).toBe("");
        expect(failedAt("SHOULD", results).sort()).toEqual([...(control.blamedFor ?? [])].sort());
      },
    );
  });
}
