import { below, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import type { Check, Facts, Finding } from "../check.ts";
import { createValidator } from "../document/validator.ts";
import {
  FLOW_NAMES,
  type FlowName,
  goodParameters,
  grantIn,
  type Parameters,
  tokenRequest,
} from "../run/token-requests.ts";
import type { TargetDescription } from "../targets/target.ts";
import { type AnsweredExchange, jsonOf, type WireRequest } from "../wire/exchange.ts";
import { answerOf } from "./seen.ts";

/** Registered, well known, and not MicroBilt's. */
const ANOTHER_GRANT_TYPE = "password";

/** What the token endpoint does not grant, and how it says so. */
export function refusalChecks({ document, contract }: Facts): Check[] {
  const { tokenEndpoint, flows, parameters } = contract;
  const refusal = pointerTo("components", "responses", "InvalidTokenRequest");
  const validate = createValidator(document);

  return [
    ...FLOW_NAMES.flatMap((flow) => parametersOf(flow).map(({ name, pointer }) => missingCheck(flow, name, pointer))),
    {
      id: "refusals/missing-parameter-status",
      title: `A token request without ${parameters.grantType} is refused with 400`,
      requirement: "rfc6749#5.2",
      async run({ target, send }) {
        const exchange = await send(changedRequest(target, "json", { [parameters.grantType]: undefined }));
        return exchange.response.status === 400 ? [] : [finding(exchange, "400")];
      },
    },
    {
      id: "refusals/missing-parameter-body",
      title: "The refusal of an incomplete token request has one of the observed shapes",
      requirement: refusal,
      async run({ target, send }) {
        const exchange = await send(changedRequest(target, "json", { [parameters.clientId]: undefined }));
        const shape = below(refusal, "content", contract.tokenResponse.mediaType, "schema");
        return validate(shape, jsonOf(exchange.response)) ? [] : [finding(exchange, `a body as at ${shape}`)];
      },
    },
    ...FLOW_NAMES.map(grantTypeCheck),
    {
      id: "refusals/media-type",
      title: "A token request that is neither JSON nor a form is not granted",
      requirement: below(tokenEndpoint.pointer, "requestBody"),
      run: async ({ target, send }) => ungranted(await send(plainTextRequest(target))),
    },
    {
      id: "refusals/media-type-status",
      title: "A token request that is neither JSON nor a form is refused with 415",
      requirement: below(tokenEndpoint.pointer, "responses", "415"),
      async run({ target, send }) {
        const exchange = await send(plainTextRequest(target));
        return exchange.response.status === 415 ? [] : [finding(exchange, "415")];
      },
    },
  ];

  function missingCheck(flow: FlowName, name: string, pointer: Pointer): Check {
    return {
      id: `refusals/${flow}-without-${name}`,
      title: `A token request ${inWords(flow)} without ${name} is not granted`,
      requirement: pointer,
      run: async ({ target, send }) => ungranted(await send(changedRequest(target, flow, { [name]: undefined }))),
    };
  }

  function grantTypeCheck(flow: FlowName): Check {
    return {
      id: `refusals/${flow}-grant-type`,
      title: `A token request ${inWords(flow)} with an unsupported grant type is not granted`,
      requirement: pointerTo("components", "parameters", "GrantType"),
      run: async ({ target, send }) =>
        ungranted(await send(changedRequest(target, flow, { [parameters.grantType]: ANOTHER_GRANT_TYPE }))),
    };
  }

  /** Every parameter of a flow, with the place that says it is required. */
  function parametersOf(flow: FlowName): { name: string; pointer: Pointer }[] {
    const { body, query, pointer } = flows[flow];
    return [
      ...body.map((name) => ({ name, pointer: below(pointer, "properties", name) })),
      ...query.map((name, index) => ({ name, pointer: below(tokenEndpoint.pointer, "parameters", String(index)) })),
    ];
  }

  /** A good token request with some parameters changed or left out. */
  function changedRequest(target: TargetDescription, flow: FlowName, changes: Parameters): WireRequest {
    return tokenRequest(contract, target.baseUrl, flow, {
      ...goodParameters(contract, target.credentials),
      ...changes,
    });
  }

  function ungranted(exchange: AnsweredExchange): Finding[] {
    return grantIn(contract, exchange) ? [finding(exchange, "a refusal")] : [];
  }

  /** A JSON request that says it is plain text. */
  function plainTextRequest(target: TargetDescription): WireRequest {
    const request = changedRequest(target, "json", {});
    return { ...request, headers: { ...request.headers, "content-type": "text/plain" } };
  }
}

function inWords(flow: FlowName): string {
  return flow === "json" ? "in JSON" : "as a form";
}

function finding(exchange: AnsweredExchange, expected: string): Finding {
  return { expected, seen: answerOf(exchange), exchange };
}
