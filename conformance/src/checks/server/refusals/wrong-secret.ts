import type { CheckContext } from "../../../check.ts";
import type { FlowName } from "../../../flow.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { sendTokenRequest } from "../token-requests.ts";

/**
 * Sends a token request with a wrong client secret, and a valid one after it: servers lock an application out after
 * several wrong secrets in a row.
 *
 * @returns the exchange with the wrong secret
 */
export async function sendWrongSecret(context: CheckContext, flow: FlowName, clientSecret: string): Promise<Exchange> {
  const exchange = await sendTokenRequest(context, flow, { credentials: { clientSecret } });
  await sendTokenRequest(context, flow);
  return exchange;
}
