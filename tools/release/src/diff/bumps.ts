import { isDeepStrictEqual } from "node:util";
import { type Contract, type OpenApiDocument, readContract } from "@microbilt-oauth/spec";
import { CLASSES } from "./changes.ts";
import type { Bump, Change, ChangeClass, CheckChange, PackageName } from "./spec-diff.ts";

const BUMPS: Readonly<Record<ChangeClass, Bump>> = { breaking: "major", compatible: "minor", editorial: "patch" };

/** The schema of the errors in every typed call of the client. */
const GATEWAY_ERROR = "#/components/schemas/GatewayFault";

/**
 * Returns the bump that each package needs.
 *
 * - spec, emulator: whoever reads the document, or tests against it, meets each change.
 * - conformance: the same; a check that appears or has another level can change a verdict.
 * - client, cli: they handle what the API changes, so that programs which use them need not. Only a change of what they
 *   export breaks those programs.
 */
export function bumpsFor(
  base: OpenApiDocument,
  head: OpenApiDocument,
  changes: readonly Change[],
  checks: readonly CheckChange[],
): Readonly<Record<PackageName, Bump>> {
  const worst = bumpOf(changes);
  const facts = bumpOfFacts(readContract(base), readContract(head));
  const isOfToken = ({ class: each, pointer }: Change) =>
    each === "breaking" && tokenMessages(readContract(head)).some((one) => pointer.startsWith(one));
  // The client reads and writes these messages itself, and no fact of the contract shows what it does with them.
  const messages: Bump = changes.some(isOfToken) ? "minor" : "none";
  const types = bumpOf(changes.filter(({ pointer }) => pointer.startsWith(GATEWAY_ERROR)));
  const client = highestOf([facts, messages, types === "patch" ? "none" : types]);
  return {
    spec: worst,
    client,
    emulator: worst,
    conformance: checks.length > 0 && worst !== "major" ? "minor" : worst,
    cli: client,
  };
}

/** Points to the schemas of the token request and of the token response. */
function tokenMessages({ flows, tokenResponse }: Contract): readonly string[] {
  return [tokenResponse.pointer, ...Object.values(flows).map(({ pointer }) => pointer)];
}

function highestOf(bumps: readonly Bump[]): Bump {
  return (["major", "minor", "patch"] as const).find((bump) => bumps.includes(bump)) ?? "none";
}

function bumpOf(changes: readonly Change[]): Bump {
  const worst = CLASSES.find((each) => changes.some((change) => change.class === each));
  return worst === undefined ? "none" : BUMPS[worst];
}

/** Compares the facts that the client contains. Its options name environments and flows, so that losing one breaks programs. */
function bumpOfFacts(base: Contract, head: Contract): Bump {
  const isLost = (before: object, after: object) => Object.keys(before).some((name) => !Object.hasOwn(after, name));
  if (isLost(base.servers, head.servers) || isLost(base.flows, head.flows)) {
    return "major";
  }
  return isDeepStrictEqual(factsOf(base), factsOf(head)) ? "none" : "minor";
}

/** Leaves out what is different although nothing has changed for a client: the version, and places in the document. */
function factsOf(contract: Contract): unknown {
  return JSON.parse(
    JSON.stringify({ ...contract, version: undefined }, (name, value) => (name === "pointer" ? undefined : value)),
  );
}
