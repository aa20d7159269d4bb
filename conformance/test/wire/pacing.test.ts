import { describe, expect, test } from "vitest";
import { createPacer } from "../../src/wire/pacing.ts";

describe("a pacer", () => {
  test("lets no request through after the budget is spent", async () => {
    const pacer = createPacer({ interval: 0, budget: 2 });
    await pacer.next();
    await pacer.next();

    await expect(pacer.next()).rejects.toThrow("the run has spent its budget of 2 requests");
    expect(pacer.requests).toBe(2);
  });

  test("keeps the interval between requests, also when they are sent at once", async () => {
    const pacer = createPacer({ interval: 50, budget: 10 });
    const start = performance.now();

    await Promise.all([pacer.next(), pacer.next(), pacer.next()]);

    // Timers can fire a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(98);
  });

  test("does not delay a request that comes late enough", async () => {
    const pacer = createPacer({ interval: 10_000, budget: 10 });
    const start = performance.now();

    await pacer.next();

    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
