import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createEmulator, type Emulator } from "@microbilt-oauth/emulator";
import { afterEach, describe, expect, test } from "vitest";
import { openTestProxy, SECRET, type TestProxy } from "./support/open-test-proxy.ts";

const CALLS_PER_LIFETIME = 20;
const LIFETIMES = 3;
const LIFETIME_IN_S = 600;

const LANGUAGES = [
  { name: "Python", command: "python3", file: "sdk.py" },
  { name: "Ruby", command: "ruby", file: "sdk.rb" },
  { name: "PHP", command: "php", file: "sdk.php" },
] as const;

let emulator: Emulator;
let proxy: TestProxy;
let program: ChildProcess;

afterEach(async () => {
  program?.kill();
  await proxy?.close();
  await emulator?.close();
});

/** What the lifetime of the proxy's token is counted by, which the test moves together with the emulator's clock. */
function createMovableClock() {
  let offset = 0;
  return {
    clock: { now: () => Date.now() + offset, elapsed: () => performance.now() + offset },
    advance(ms: number) {
      offset += ms;
    },
  };
}

describe.each(LANGUAGES)("a program in $name that never renews its token", ({ command, file }) => {
  const isMissing = spawnSync(command, ["--version"]).error !== undefined;

  test.skipIf(isMissing)(
    `gets 200 for every call over ${LIFETIMES} lifetimes of the token${isMissing ? ` (skipped: ${command} is not installed)` : ""}`,
    async () => {
      const { clock, advance } = createMovableClock();
      emulator = createEmulator({
        apps: [{ clientId: "proxy", clientSecret: SECRET }],
        expiresIn: LIFETIME_IN_S,
      });
      const { url } = await emulator.listen({ port: 0 });
      proxy = await openTestProxy(url, {}, { clock });
      program = spawn(command, [fileURLToPath(new URL(`clients/${file}`, import.meta.url)), proxy.url], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      const lines = createInterface({ input: program.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
      for (let lifetime = 0; lifetime < LIFETIMES; lifetime += 1) {
        for (let call = 0; call < CALLS_PER_LIFETIME; call += 1) {
          program.stdin?.write(`${lifetime}-${call}\n`);
          expect((await lines.next()).value).toBe(`200 ${lifetime}-${call}`);
        }
        const log = emulator.requests.list();
        const tokenRequests = log.filter(({ endpoint }) => endpoint === "token");
        expect(tokenRequests.map(({ clientId, status }) => [clientId, status])).toEqual(
          Array.from({ length: lifetime + 1 }, () => ["proxy", 200]),
        );
        const calls = log.filter(({ endpoint }) => endpoint !== "token");
        expect(calls).toHaveLength((lifetime + 1) * CALLS_PER_LIFETIME);
        expect(calls.every(({ status }) => status === 200)).toBe(true);
        expect(JSON.stringify(log)).not.toMatch(/my-client-/);
        advance(LIFETIME_IN_S * 1_000);
        emulator.clock.advance(LIFETIME_IN_S * 1_000);
      }
      // Only the server knows that this token does not work any more.
      emulator.tokens.revokeAll();
      program.stdin?.end("last\n");
      expect((await lines.next()).value).toBe("200 last");
      expect(proxy.lines.join("\n")).not.toMatch(/my-client-/);
    },
  );
});
