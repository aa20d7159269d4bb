import { below, dereference, type Schema } from "@microbilt-oauth/spec";
import fc from "fast-check";
import type { Check, CheckContext, Finding } from "../../check.ts";
import { matchesSchema } from "../../document/schema-validation.ts";
import type { Spec } from "../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../flow.ts";
import type { Exchange } from "../../wire/exchange.ts";
import { type TokenRequestParameters, tokenRequestTo, validParameters } from "../../wire/token-request.ts";
import { expecting, ungranted } from "../findings.ts";

/** How many requests, where it may be asked in burst and elsewhere. */
const MANY = 40;
const FEW = 5;

/** Requests drawn at random from what the schemas do not allow. */
export function generatedRequestChecks({ document, contract }: Spec): Check[] {
  return FLOW_NAMES.map((flow) => ({
    id: `robustness/${flow}-generated`,
    title: `Of random token requests ${flow === "json" ? "in JSON" : "as forms"} that the schema does not allow, none is granted, and each is answered`,
    requirement: below(contract.tokenEndpoint.pointer, "requestBody", "content", contract.flows[flow].mediaType),
    requests: MANY,
    run: (context) => refuseAll(context, flow),
  }));

  async function refuseAll(context: CheckContext, flow: FlowName): Promise<readonly Finding[]> {
    const { target, send, seed } = context;
    let finding: readonly Finding[] = [];
    const details = await fc.check(
      fc.asyncProperty(notAllowed(flow, target), async (parameters) => {
        finding = [];
        const exchange = await send(tokenRequestTo(target, contract, flow, { parameters }));
        finding = [...ungranted(contract, exchange), ...refusal(exchange)].slice(0, 1);
        return finding.length === 0;
      }),
      // What it finds is small enough as it is, and to make it smaller would take more requests.
      { seed, numRuns: target.lacks.burst === undefined ? MANY : FEW, endOnFailure: true },
    );
    if (!details.failed) {
      return [];
    }
    if (finding.length === 0) {
      // There was no answer to look at.
      throw details.errorInstance;
    }
    context.note(`Found with --seed ${seed}.`);
    return finding;
  }

  /** The parameters of the body, each good, wrong or missing, so that together they are not what the schema allows. */
  function notAllowed(flow: FlowName, target: CheckContext["target"]): fc.Arbitrary<TokenRequestParameters> {
    const { pointer, body } = contract.flows[flow];
    const { properties = {} } = dereference<Schema>(document, { $ref: pointer });
    const good = validParameters(contract, target.credentials);
    const wrong = flow === "json" ? fc.jsonValue({ maxDepth: 2 }) : fc.constantFrom("");
    const parameters = Object.keys(properties).map((name) => [
      name,
      fc.oneof(
        { arbitrary: fc.constant(good[name]), weight: 4 },
        { arbitrary: wrong, weight: 2 },
        { arbitrary: fc.constant(undefined), weight: 1 },
      ),
    ]);
    return fc
      .record(Object.fromEntries(parameters) as Record<string, fc.Arbitrary<unknown>>)
      .filter((members) => !matchesSchema(document, pointer, JSON.parse(JSON.stringify(pick(members, body)))));
  }

  function refusal(exchange: Exchange): Finding[] {
    return expecting("a refusal", exchange.response.status >= 400, exchange);
  }
}

function pick(members: TokenRequestParameters, names: readonly string[]): TokenRequestParameters {
  return Object.fromEntries(names.map((name) => [name, members[name]]));
}
