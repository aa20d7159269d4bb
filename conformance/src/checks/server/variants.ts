/** Checks that send several token requests, each of which differs from a valid one in a way of its own. */
import type { Check, CheckContext, Finding } from "../../check.ts";
import { NotApplicable } from "../../errors.ts";
import type { FlowName } from "../../flow.ts";
import type { WireRequest } from "../../wire/exchange.ts";
import { containsToken, readIssuedToken } from "../../wire/issued-token.ts";
import { expectThat } from "../findings.ts";
import { buildTokenRequest, sendTokenRequest, type Variation } from "./token-requests.ts";

/** A valid token request follows this many with wrong credentials: some servers lock an application out after a row. */
const WRONG_IN_A_ROW = 2;

/** A token request that differs from a valid one. */
export interface Variant {
  /** Describes in findings what differs, such as `a client_secret with a newline after it`. */
  readonly name: string;
  /** Builds the request; undefined if the credentials of the target cannot be changed in this way. */
  readonly build: (context: CheckContext) => WireRequest | undefined;
}

/** A check of variants, as far as it does not depend on them. */
export interface VariantCheck extends Pick<Check, "id" | "title" | "requirement" | "needs"> {
  /** The flow of the valid token request, which the server must grant for a rejection of the variants to prove anything. */
  readonly flow: FlowName;
}

/** Describes a token request of a flow that differs from a valid one; undefined if it would not differ. */
export function variant(flow: FlowName, name: string, vary: (context: CheckContext) => Variation | undefined): Variant {
  return {
    name,
    build(context) {
      const variation = vary(context);
      return variation && buildTokenRequest(context, flow, variation);
    },
  };
}

/** A check that expects the token endpoint to grant every variant. */
export function acceptsEach({ flow, ...check }: VariantCheck, variants: readonly Variant[]): Check {
  return {
    ...check,
    baseline: flow,
    requests: variants.length,
    async run(context) {
      const findings: Finding[] = [];
      for (const { name, build } of variants) {
        const request = build(context);
        if (request) {
          const exchange = await context.send(request);
          const isGranted = readIssuedToken(exchange) !== undefined;
          findings.push(...expectThat(isGranted, `an access token for ${name}`, exchange));
        }
      }
      return findings;
    },
  };
}

/**
 * A check that expects the token endpoint to grant no variant, whatever it responds.
 *
 * If the check needs `credentials`, its variants are wrong guesses at them, and valid token requests go between them.
 */
export function rejectsEach({ flow, ...check }: VariantCheck, variants: readonly Variant[]): Check {
  const isGuessing = check.needs?.includes("credentials") === true;
  return {
    ...check,
    baseline: flow,
    requests: variants.length + (isGuessing ? Math.ceil(variants.length / WRONG_IN_A_ROW) : 0),
    wrongSecrets: isGuessing ? variants.length : 0,
    async run(context) {
      const findings: Finding[] = [];
      const requests = variants.flatMap(({ name, build }) => {
        const request = build(context);
        return request ? [{ name, request }] : [];
      });
      if (requests.length === 0) {
        throw new NotApplicable("the credentials of this application cannot be altered in any of these ways");
      }
      for (const [index, { name, request }] of requests.entries()) {
        const exchange = await context.send(request);
        findings.push(...expectThat(!containsToken(exchange), `no access token for ${name}`, exchange));
        const sent = index + 1;
        const isEndOfRow = sent % WRONG_IN_A_ROW === 0 || sent === requests.length;
        if (isGuessing && isEndOfRow && !(await isStillGranted(context, flow))) {
          return findingsBefore(findings, sent);
        }
      }
      return findings;
    },
  };
}

async function isStillGranted(context: CheckContext, flow: FlowName): Promise<boolean> {
  return readIssuedToken(await sendTokenRequest(context, flow)) !== undefined;
}

/** @throws {NotApplicable} if there are no findings: where nothing is granted, a rejection proves nothing */
function findingsBefore(findings: readonly Finding[], sent: number): readonly Finding[] {
  if (findings.length === 0) {
    throw new NotApplicable(
      `the token endpoint rejected a valid token request after ${sent} with wrong credentials: it seems to lock the application out`,
    );
  }
  return findings;
}
