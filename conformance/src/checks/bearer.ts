import { pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Facts } from "../check.ts";
import { createValidator } from "../document/validator.ts";
import { FLOW_NAMES, type FlowName } from "../run/token-requests.ts";
import { type AnsweredExchange, jsonOf } from "../wire/exchange.ts";
import { answerOf } from "./seen.ts";

/** How a protected resource treats those who have an access token and those who have none. */
export function bearerChecks({ document, contract }: Facts): Check[] {
  const scheme = pointerTo("components", "securitySchemes", contract.bearer.name);
  const fault = pointerTo("components", "schemas", "GatewayFault");
  const validate = createValidator(document);
  return [
    ...FLOW_NAMES.map(acceptedCheck),
    {
      id: "bearer/missing",
      title: "A call without an access token is refused",
      requirement: scheme,
      needs: ["resource"],
      async run(context) {
        const exchange = await call(context);
        return isRefused(exchange) ? [] : [{ expected: "401", seen: answerOf(exchange), exchange }];
      },
    },
    {
      id: "bearer/missing-status",
      title: "A call without an access token is refused with 401",
      requirement: "rfc9110#15.5.2",
      needs: ["resource"],
      async run(context) {
        const exchange = await call(context);
        return exchange.response.status === 401 ? [] : [{ expected: "401", seen: answerOf(exchange), exchange }];
      },
    },
    {
      id: "bearer/missing-body",
      title: "The refusal of a call without an access token is a gateway fault",
      requirement: pointerTo("components", "responses", "InvalidAccessToken"),
      needs: ["resource"],
      async run(context) {
        const exchange = await call(context);
        return validate(fault, jsonOf(exchange.response))
          ? []
          : [{ expected: `a body as at ${fault}`, seen: answerOf(exchange), exchange }];
      },
    },
  ];

  /** Any other answer can be the resource's own. */
  function isRefused({ response }: AnsweredExchange): boolean {
    return response.status === 401 || response.status === 403 || validate(fault, jsonOf(response));
  }

  function acceptedCheck(flow: FlowName): Check {
    return {
      id: `bearer/${flow}`,
      title: `A call with an access token from the ${flow} flow is let through`,
      requirement: scheme,
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.grant(flow);
        const exchange = await call(context, `${contract.bearer.scheme} ${accessToken}`);
        return isRefused(exchange) ? [{ expected: "no refusal", seen: answerOf(exchange), exchange }] : [];
      },
    };
  }
}

/** Calls the target's protected resource. */
function call({ target, contract, send }: CheckContext, authorization?: string): Promise<AnsweredExchange> {
  if (!target.resource) {
    throw new Error("A check that calls the resource must say that it needs one.");
  }
  const { mediaType } = contract.resource;
  return send({
    method: target.resource.method,
    url: target.baseUrl + target.resource.path,
    headers: { "content-type": mediaType, accept: mediaType, ...(authorization ? { authorization } : {}) },
    body: "{}",
  });
}
