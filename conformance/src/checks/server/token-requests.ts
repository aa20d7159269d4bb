import type { CheckContext } from "../../check.ts";
import type { FlowName } from "../../flow.ts";
import type { Credentials } from "../../target.ts";
import type { Exchange, WireRequest } from "../../wire/exchange.ts";
import { type TokenRequestChange, tokenRequestTo } from "../../wire/token-request.ts";
import type { ParameterName } from "../pointers.ts";

/** How a token request differs from a valid one. */
export interface Variation {
  /** Other credentials; by default, those of the target's first application. */
  readonly credentials?: Partial<Credentials> | undefined;
  /** Parameters of the document with other values, or missing ones (undefined). */
  readonly parameters?: Readonly<Partial<Record<ParameterName, unknown>>>;
  /** Parameters that the document does not specify. */
  readonly unknownParameters?: Readonly<Record<string, string>>;
  /** Header fields with other values, or missing ones (undefined). */
  readonly headers?: TokenRequestChange["headers"];
}

/** Builds a token request that is valid apart from the variation. */
export function buildTokenRequest(
  { target, contract }: Pick<CheckContext, "target" | "contract">,
  flow: FlowName,
  { credentials, parameters, unknownParameters, headers = {} }: Variation = {},
): WireRequest {
  return tokenRequestTo(target, contract, flow, {
    credentials: { ...target.credentials, ...credentials },
    parameters: { ...parameters, ...unknownParameters },
    headers,
  });
}

/** Sends a token request that is valid apart from the variation. */
export function sendTokenRequest(context: CheckContext, flow: FlowName, variation: Variation = {}): Promise<Exchange> {
  return context.send(buildTokenRequest(context, flow, variation));
}
