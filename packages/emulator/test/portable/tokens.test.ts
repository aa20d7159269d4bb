import { assert, test } from "@microbilt-oauth/testing";
import { EmulatorError } from "../../src/index.ts";
import { CLIENT_ID, open } from "../support/requests.ts";

test("an issued token can be looked up", () => {
  const { tokens } = open();
  const accessToken = tokens.issue(CLIENT_ID, 60);

  assert.deepEqual(tokens.find(accessToken), {
    clientId: CLIENT_ID,
    issuedAt: 1_800_000_000_000,
    expiresAt: 1_800_000_060_000,
    state: "active",
  });
  assert.isUndefined(tokens.find("unknown"));
});

test("a token for nobody, or for no time, is not issued", () => {
  const { tokens } = open();

  assert.throws(() => tokens.issue("nobody"), EmulatorError, 'There is no application "nobody"');
  assert.throws(() => tokens.issue(CLIENT_ID, 0), EmulatorError, "a number of seconds above 0");
});

test("expired tokens leave after as long again as they lived", () => {
  const { tokens, clock } = open({ tokenLifetime: 10 });
  const first = tokens.issue(CLIENT_ID);
  for (let second = 0; second < 1_000; second++) {
    clock.advance(1_000);
    tokens.issue(CLIENT_ID);
    assert.isAtMost(tokens.size, 22);
  }

  assert.isUndefined(tokens.find(first));
});

test("no more are kept than are allowed; the oldest go", () => {
  const { tokens } = open({ maxTokens: 100 });
  const issued = Array.from({ length: 250 }, () => tokens.issue(CLIENT_ID));

  assert.equal(tokens.size, 100);
  assert.isUndefined(tokens.find(issued[149] ?? ""));
  assert.equal(tokens.find(issued[150] ?? "")?.state, "active");
});

test("a token whose time the clock was moved back to is good again", () => {
  const { tokens, clock } = open({ tokenLifetime: 10 });
  const accessToken = tokens.issue(CLIENT_ID);
  clock.advance(15_000);
  assert.equal(tokens.find(accessToken)?.state, "expired");
  clock.reset();

  assert.equal(tokens.find(accessToken)?.state, "active");
});

test("the clock is moved by numbers only", () => {
  const { clock } = open();
  clock.set(5);
  assert.equal(clock.now(), 5);

  assert.throws(() => clock.advance(Number.NaN), EmulatorError, "clock.advance takes a number of ms");
  assert.throws(() => clock.set("x" as unknown as number), EmulatorError, "clock.set takes a number of ms");
});

test("the clock is not moved beyond the times that Date knows", () => {
  const { clock } = open();
  const now = clock.now();

  assert.throws(
    () => clock.set(8.64e15 + 1),
    EmulatorError,
    "clock.set takes a number of ms that leads to a time of Date",
  );
  assert.throws(() => clock.advance(8.64e15), EmulatorError, "clock.advance takes a number of ms that leads to");
  assert.throws(() => clock.advance(-1e300), EmulatorError, "clock.advance takes a number of ms that leads to");
  assert.equal(clock.now(), now);
});

test("the tokens of an application that was removed are not counted when all are revoked", () => {
  const { apps, tokens } = open();
  tokens.issue(CLIENT_ID);
  apps.remove(CLIENT_ID);

  assert.equal(tokens.revokeAll(), 0);
});

test("what is revoked is said by a client id, and what is removed by a number", () => {
  const { tokens, faults } = open();

  assert.throws(() => tokens.revokeAll(5 as unknown as string), EmulatorError, "tokens.revokeAll takes a client id");
  assert.throws(
    () => faults.remove("1" as unknown as number),
    EmulatorError,
    "faults.remove takes the id that add gave",
  );
});

test("letters and digits are equally likely in tokens", () => {
  const { tokens } = open({ maxTokens: 1 });
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
