/** How long a call is delayed by a store that hangs, fails or is slow, one operation at a time. */
import type { Expect } from "../../src/cases/check.ts";
import { check } from "../../src/processes/program-check.ts";
import { clientOf, failureOf, PRODUCT_PATH, withServer } from "./support.ts";

/** The budget of all the store's work, about 1 s, and what the machine adds. */
const MOST_DELAY_IN_MS = 1_500;
/** A store that just failed is left alone. */
const MOST_DELAY_OF_THE_NEXT_IN_MS = 500;
const SLOW_IN_MS = 3_000;

type Operation = "get" | "set" | "delete" | "lock";
type Fault = "hangs" | "throws" | "is slow";

const OPERATIONS: readonly Operation[] = ["get", "set", "delete", "lock"];
const FAULTS: readonly Fault[] = ["hangs", "throws", "is slow"];

// At once: they only wait.
await Promise.all([
  ...OPERATIONS.flatMap((operation) =>
    FAULTS.map((fault) => check(`${operation} ${fault}`, (expect) => measure([operation], fault, expect))),
  ),
  ...FAULTS.map((fault) => check(`every operation ${fault}`, (expect) => measure(OPERATIONS, fault, expect))),
  ...FAULTS.map((fault) =>
    check(`get and set of a store without lock ${fault === "is slow" ? "are slow" : fault.slice(0, -1)}`, (expect) =>
      measure(["get", "set", "delete"], fault, expect, { hasLock: false }),
    ),
  ),
]);
process.exit();

function measure(faulty: readonly Operation[], fault: Fault, expect: Expect, { hasLock = true } = {}): Promise<string> {
  return withServer({}, async (server) => {
    const microbilt = clientOf(server.url, { store: createStore(faulty, fault, hasLock) });
    const first = await timed(() => microbilt.fetch(PRODUCT_PATH));
    // As at the end of the token's lifetime.
    microbilt.invalidate();
    const second = await timed(() => microbilt.fetch(PRODUCT_PATH));
    const third = await timed(() => microbilt.fetch(PRODUCT_PATH));
    expect(first.status === 200 && second.status === 200 && third.status === 200, "every call succeeds");
    expect(first.took <= MOST_DELAY_IN_MS, `the first call takes at most ${MOST_DELAY_IN_MS} ms`);
    expect(
      second.took <= (fault === "is slow" ? MOST_DELAY_IN_MS : MOST_DELAY_OF_THE_NEXT_IN_MS),
      "the call for the next token is not delayed again",
    );
    return `first ${first.took} ms, with the next token ${second.took} ms, with a cached token ${third.took} ms`;
  });
}

async function timed(
  call: () => Promise<Response>,
): Promise<{ readonly status: number | string; readonly took: number }> {
  const start = performance.now();
  let status: number | string = "failed";
  await failureOf(async () => {
    ({ status } = await call());
  });
  return { status, took: Math.round(performance.now() - start) };
}

function createStore(faulty: readonly Operation[], fault: Fault, hasLock: boolean): object {
  const values = new Map<string, unknown>();
  const healthy: Record<Operation, (...args: never[]) => unknown> = {
    get: (key: string) => values.get(key),
    set: (key: string, value: unknown) => values.set(key, value),
    delete: (key: string) => values.delete(key),
    lock: () => () => {},
  };
  const operations = OPERATIONS.filter((operation) => hasLock || operation !== "lock");
  return Object.fromEntries(
    operations.map((operation) => [
      operation,
      faulty.includes(operation)
        ? broken(healthy[operation], fault)
        : async (...args: never[]) => healthy[operation](...args),
    ]),
  );
}

function broken(healthy: (...args: never[]) => unknown, fault: Fault): (...args: never[]) => Promise<unknown> {
  switch (fault) {
    case "hangs":
      return () => new Promise(() => {});
    case "throws":
      return () => Promise.reject(new Error("the store is down"));
    case "is slow":
      return (...args) => new Promise((resolve) => setTimeout(() => resolve(healthy(...args)), SLOW_IN_MS));
  }
}
