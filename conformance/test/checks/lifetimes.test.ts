/** Where the clock cannot be moved, `bearer/lifetimes` waits if the run says so, and continues after an interruption. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator, type EmulatorOptions } from "@microbilt-oauth/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { findCheck } from "../../src/run/catalogue.ts";
import { createContext } from "../../src/run/create-context.ts";
import type { CheckResult } from "../../src/run/results.ts";
import { runCheck } from "../../src/run/run-check.ts";
import { waitWithFile } from "../../src/run/waiting-file.ts";
import type { ServerTarget } from "../../src/target.ts";
import { describeEmulator } from "../../src/targets/emulator.ts";
import type { Waiting } from "../../src/waiting.ts";
import { temporaryFolder } from "../support/folder.ts";
import { spec } from "../support/run.ts";

const HOUR_IN_MS = 3_600_000;
const START = Date.parse("2030-01-01T00:00:00Z");

describe("bearer/lifetimes", () => {
  test("waits until the tokens of both flows have expired", async () => {
    const server = await serve();

    const result = await observe(server, waitWith(server, new Map()));

    expect(result).toMatchObject({ outcome: "passed", requests: 6 });
    expect(server.clock.now() - START).toBeGreaterThan(HOUR_IN_MS);
    expect(server.clock.now() - START).toBeLessThan(HOUR_IN_MS + 60_000);
  });

  test("allows 30 seconds of leeway, and no more", async () => {
    const lenient = await serve({ expiresIn: 3_599 + 30 });
    const late = await serve({ expiresIn: 3_599 + 60 });
    const claiming = (server: Served) => observe(server, waitWith(server, pendingIn(server, 3_599)));

    expect(await claiming(lenient)).toMatchObject({ outcome: "passed" });
    expect(await claiming(late)).toMatchObject({
      outcome: "failed",
      findings: [{ expected: "a rejection of the JSON token 35 s after its 3599 s have passed" }, {}],
    });
  });

  test("continues with the tokens of an interrupted run", async () => {
    const server = await serve();
    const saved = new Map<string, unknown>();
    const interrupted = { ...waitWith(server, saved), sleep: () => Promise.reject(new Error("interrupted")) };
    await observe(server, interrupted);
    expect(saved.size).toBe(1);
    server.clock.advance(1_000_000);

    const result = await observe(server, waitWith(server, saved));

    expect(result).toMatchObject({ outcome: "passed", requests: 4, notes: [] });
    expect(server.clock.now() - START).toBeLessThan(HOUR_IN_MS + 60_000);
    expect(saved.size).toBe(0);
  });

  test("checks only the expiry if the tokens expired meanwhile", async () => {
    const server = await serve();
    const saved = pendingIn(server, 3_599);
    server.clock.advance(2 * HOUR_IN_MS);

    const result = await observe(server, waitWith(server, saved));

    expect(result).toMatchObject({
      outcome: "passed",
      requests: 2,
      notes: [/JSON token expired/, /form token expired/].map((note) => expect.stringMatching(note)),
    });
  });

  test("is skipped if the run does not wait, or not long enough", async () => {
    const server = await serve();

    expect(await observe(server, undefined)).toMatchObject({
      outcome: "skipped",
      reason: "the clock of the server cannot be moved, and the run does not wait for tokens to expire",
    });
    expect(await observe(server, { ...waitWith(server, new Map()), longest: 1_000 })).toMatchObject({
      outcome: "skipped",
      reason: "this takes 3634 s, and the run waits 1 s at most",
    });
  });
});

describe("waitWithFile", () => {
  const target = { baseUrl: "https://a.example", credentials: { clientId: "id", clientSecret: "secret" } };

  test("keeps what is pending in a file that only the user can read, and removes it afterwards", async () => {
    const path = join(await temporaryFolder(), "pending.json");
    const first = waitWithFile(path, 1_000, target);
    await first.save("a", { token: "t" });

    expect(await waitWithFile(path, 1_000, target).load("a")).toEqual({ token: "t" });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, "utf8")).not.toContain("secret");
    await first.save("a", undefined);
    await expect(stat(path)).rejects.toThrow("ENOENT");
  });

  test("keeps servers and applications apart", async () => {
    const path = join(await temporaryFolder(), "pending.json");
    const other = { ...target, credentials: { ...target.credentials, clientId: "another" } };
    await waitWithFile(path, 1_000, target).save("a", 1);

    expect(await waitWithFile(path, 1_000, other).load("a")).toBeUndefined();
    await waitWithFile(path, 1_000, other).save("a", undefined);
    expect(await waitWithFile(path, 1_000, target).load("a")).toBe(1);
  });

  test("ignores a file that is not JSON", async () => {
    const path = join(await temporaryFolder(), "pending.json");
    await writeFile(path, "{");

    expect(await waitWithFile(path, 1_000, target).load("a")).toBeUndefined();
  });
});

interface Served {
  readonly target: ServerTarget;
  readonly clock: ReturnType<typeof createEmulator>["clock"];
  readonly issue: () => string;
}

/** Serves an emulator whose clock the checks cannot move. */
async function serve(options: EmulatorOptions = {}): Promise<Served> {
  const emulator = createEmulator({ clock: () => START, ...options });
  onTestFinished(() => emulator.close());
  const { url } = await emulator.listen();
  const target = {
    ...describeEmulator(emulator, spec.contract, url),
    lacks: { control: "this server has no control API" },
  };
  return { target, clock: emulator.clock, issue: () => emulator.tokens.issue(target.credentials.clientId) };
}

/** Waits in no time: sleeping moves the clock of the emulator. */
function waitWith({ clock }: Served, saved: Map<string, unknown>): Waiting {
  return {
    longest: 2 * HOUR_IN_MS,
    now: () => clock.now(),
    sleep: async (ms) => void clock.advance(ms),
    load: async (name) => saved.get(name),
    save: async (name, state) => void (state === undefined ? saved.delete(name) : saved.set(name, state)),
  };
}

/** What an interrupted run saved. */
function pendingIn({ clock, issue }: Served, lifetime: number): Map<string, unknown> {
  const tokens = ["json", "form"].map((flow) => ({ flow, accessToken: issue(), requestedAt: clock.now(), lifetime }));
  return new Map([["bearer/lifetimes", tokens]]);
}

function observe({ target }: Served, waiting: Waiting | undefined): Promise<CheckResult> {
  return runCheck(findCheck("bearer/lifetimes"), createContext(spec, target, { waiting }));
}
