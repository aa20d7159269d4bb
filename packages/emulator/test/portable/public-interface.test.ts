/** At run time, too, the public objects have their documented members only: nothing internal is reachable. */
import { assert, test } from "@microbilt-oauth/testing";
import type { Apps, Clock, Emulator, Faults, Products, Requests, Tokens } from "../../src/index.ts";
import { createTestEmulator } from "../support/requests.ts";

/** The names of every member, which the compiler compares with those of the type. */
type Members<T> = Readonly<Record<Exclude<keyof T, symbol>, true>>;

const EMULATOR: Members<Emulator> = {
  fetch: true,
  listen: true,
  listenForControl: true,
  close: true,
  reset: true,
  apps: true,
  tokens: true,
  clock: true,
  products: true,
  faults: true,
  requests: true,
};
const APPS: Members<Apps> = { register: true, list: true, remove: true, rotateSecret: true };
const TOKENS: Members<Tokens> = { size: true, find: true, issue: true, revoke: true, revokeAll: true };
const CLOCK: Members<Clock> = { now: true, advance: true, set: true, reset: true };
const PRODUCTS: Members<Products> = { add: true, script: true, remove: true, list: true, clear: true };
const FAULTS: Members<Faults> = { add: true, list: true, remove: true, clear: true };
const REQUESTS: Members<Requests> = { list: true, clear: true };

for (const [name, members, objectOf] of [
  ["emulator", EMULATOR, (emulator) => emulator],
  ["emulator.apps", APPS, ({ apps }) => apps],
  ["emulator.tokens", TOKENS, ({ tokens }) => tokens],
  ["emulator.clock", CLOCK, ({ clock }) => clock],
  ["emulator.products", PRODUCTS, ({ products }) => products],
  ["emulator.faults", FAULTS, ({ faults }) => faults],
  ["emulator.requests", REQUESTS, ({ requests }) => requests],
] as [string, object, (emulator: Emulator) => object][]) {
  test(`${name} has its documented members only`, () => {
    const object = objectOf(createTestEmulator());

    assert.sameMembers(Object.getOwnPropertyNames(object), Object.keys(members));
    assert.equal(Object.getPrototypeOf(object), Object.prototype);
  });
}
