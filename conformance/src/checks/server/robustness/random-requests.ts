import fc from "fast-check";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { type TokenRequestParameters, tokenRequestTo, validParameters } from "../../../wire/token-request.ts";
import { expectNoToken } from "../../findings.ts";
import { type ParameterName, requestBodyPointer } from "../../pointers.ts";

/** How many random requests a server gets that accepts bursts. */
const REQUESTS = 40;
/** How many random requests any other server gets. */
const REQUESTS_WITHOUT_BURST = 5;

const GRANT_TYPE: ParameterName = "grant_type";

/** Random token requests that the schema of the body does not allow. */
export function randomRequestChecks({ contract }: Spec): Check[] {
  return FLOW_NAMES.map((flow) => ({
    id: `robustness/${flow}-generated`,
    title: `The token endpoint rejects random ${FLOW_LABELS[flow]} token requests that the schema does not allow`,
    requirement: requestBodyPointer(contract, flow),
    requests: REQUESTS,
    baseline: flow,
    run: (context) => rejectRandomRequests(context, flow),
  }));
}

async function rejectRandomRequests(context: CheckContext, flow: FlowName): Promise<readonly Finding[]> {
  const { target, contract, send, seed, note } = context;
  let findings: readonly Finding[] = [];
  const details = await fc.check(
    fc.asyncProperty(invalidParameters(context, flow), async (parameters) => {
      findings = [];
      findings = expectNoToken(await send(tokenRequestTo(target, contract, flow, { parameters })));
      return findings.length === 0;
    }),
    // The requests are small already, and shrinking one would send many more.
    { seed, numRuns: target.lacks.burst === undefined ? REQUESTS : REQUESTS_WITHOUT_BURST, endOnFailure: true },
  );
  if (!details.failed) {
    return [];
  }
  if (findings.length === 0) {
    // The request failed without a response.
    throw details.errorInstance;
  }
  note(`To repeat the random requests of this run, pass --seed ${seed}.`);
  return findings;
}

/** Generates bodies whose parameters are each valid, invalid or missing, and which the schema does not allow. */
function invalidParameters(
  { document, contract, target }: CheckContext,
  flow: FlowName,
): fc.Arbitrary<TokenRequestParameters> {
  const { pointer, body } = contract.flows[flow];
  const valid = validParameters(contract, target.credentials);
  const anything = flow === "json" ? fc.jsonValue({ maxDepth: 2 }) : fc.constantFrom("");
  // The schema allows any other string as a credential, and a server that checks it first could lock the application out.
  const invalid = anything.filter((value) => typeof value !== "string" || value === "");
  const values = body.map((name): [string, fc.Arbitrary<unknown>] => [
    name,
    fc.oneof(
      { arbitrary: fc.constant(valid[name]), weight: 4 },
      { arbitrary: name === GRANT_TYPE ? anything : invalid, weight: 2 },
      { arbitrary: fc.constant(undefined), weight: 1 },
    ),
  ]);
  return fc
    .record(Object.fromEntries(values))
    .filter((parameters) => !matchesSchema(document, pointer, JSON.parse(JSON.stringify(parameters))));
}
