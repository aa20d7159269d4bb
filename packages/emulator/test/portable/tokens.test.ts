import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError } from "../../src/index.ts";
import { CLIENT_ID, createTestEmulator } from "../support/requests.ts";

test("find returns what is known about an issued token", () => {
  const { tokens } = createTestEmulator();
  const accessToken = tokens.issue(CLIENT_ID, 60);

  assert.deepEqual(tokens.find(accessToken), {
    clientId: CLIENT_ID,
    issuedAt: 1_800_000_000_000,
    expiresAt: 1_800_000_060_000,
    state: "active",
  });
  assert.isUndefined(tokens.find("unknown"));
});

test("issue throws for an unknown application, and for a lifetime that is not positive", () => {
  const { tokens } = createTestEmulator();

  assert.throws(
    () => tokens.issue("nobody"),
    EmulatorError,
    'clientId must be the id of a registered application; got "nobody"',
  );
  assert.throws(
    () => tokens.issue(CLIENT_ID, 0),
    EmulatorError,
    "expiresIn must be a positive number of seconds; got 0",
  );
});

test("the emulator forgets a token after twice its lifetime", () => {
  const { tokens, clock } = createTestEmulator({ expiresIn: 10 });
  const first = tokens.issue(CLIENT_ID);
  for (let second = 0; second < 1_000; second++) {
    clock.advance(1_000);
    tokens.issue(CLIENT_ID);
    assert.isAtMost(tokens.size, 22);
  }

  assert.isUndefined(tokens.find(first));
});

test("the emulator forgets the oldest of more than maxTokens tokens", () => {
  const { tokens } = createTestEmulator({ maxTokens: 100 });
  const issued = Array.from({ length: 250 }, () => tokens.issue(CLIENT_ID));

  assert.equal(tokens.size, 100);
  assert.isUndefined(tokens.find(issued[149] ?? ""));
  assert.equal(tokens.find(issued[150] ?? "")?.state, "active");
});

test("an expired token is valid again if the clock moves back", () => {
  const { tokens, clock } = createTestEmulator({ expiresIn: 10 });
  const accessToken = tokens.issue(CLIENT_ID);
  clock.advance(15_000);
  assert.equal(tokens.find(accessToken)?.state, "expired");
  clock.reset();

  assert.equal(tokens.find(accessToken)?.state, "active");
});

test("the clock moves by numbers only", () => {
  const { clock } = createTestEmulator();
  clock.set(5);
  assert.equal(clock.now(), 5);

  assert.throws(
    () => clock.advance(Number.NaN),
    EmulatorError,
    "ms must be a number of ms that keeps the clock in the range of Date; got NaN",
  );
  assert.throws(
    () => clock.set("x" as unknown as number),
    EmulatorError,
    'time must be a number of ms that keeps the clock in the range of Date; got "x"',
  );
});

test("the clock stays in the range of Date", () => {
  const { clock } = createTestEmulator();
  const now = clock.now();

  assert.throws(
    () => clock.set(8.64e15 + 1),
    EmulatorError,
    "time must be a number of ms that keeps the clock in the range of Date",
  );
  assert.throws(() => clock.advance(8.64e15), EmulatorError, "ms must be a number of ms that keeps");
  assert.throws(() => clock.advance(-1e300), EmulatorError, "ms must be a number of ms that keeps");
  assert.equal(clock.now(), now);
});

test("revokeAll does not count the tokens of a removed application", () => {
  const { apps, tokens } = createTestEmulator();
  tokens.issue(CLIENT_ID);
  apps.remove(CLIENT_ID);

  assert.equal(tokens.revokeAll(), 0);
});

test("revokeAll throws for an id that is not a string, and faults.remove for one that is not a number", () => {
  const { tokens, faults } = createTestEmulator();

  assert.throws(
    () => tokens.revokeAll(5 as unknown as string),
    EmulatorError,
    "clientId must be a string, or omitted for every application; got 5",
  );
  assert.throws(
    () => faults.remove("1" as unknown as number),
    EmulatorError,
    'id must be the number that faults.add returned; got "1"',
  );
});

test("every letter and digit is equally likely in a token", () => {
  const { tokens } = createTestEmulator({ maxTokens: 1 });
  const counts = new Map<string, number>();
  for (let count = 0; count < 4_000; count++) {
    for (const letter of tokens.issue(CLIENT_ID)) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
  }

  assert.equal(counts.size, 62);
  // 1,806 each on average; six standard deviations are 253.
  assert.isAbove(Math.min(...counts.values()), 1_550);
  assert.isBelow(Math.max(...counts.values()), 2_060);
});
