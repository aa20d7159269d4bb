import type { ServerMessage } from "../errors.ts";
import { completeClock } from "../http/clock.ts";
import { peekErrorBody } from "../http/read-body.ts";
import { readGatewayFault } from "../http/server-message.ts";

/**
 * Reads the fault with which MicroBilt's gateway responds to a product call. Returns undefined when the response comes from
 * the product itself, or when its body was already read, as it is after a typed call: then pass
 * `Response.json(error, { status: response.status })`. The body stays readable.
 *
 * @param response the response to a product call
 * @example
 * ```ts
 * const response = await microbilt.fetch("/iPredict/GetReport", { method: "POST", body });
 * if (!response.ok) {
 *   const fault = await readFault(response);
 *   console.error(response.status, fault?.code, fault?.message);
 * }
 * ```
 */
export async function readFault(response: Response): Promise<ServerMessage | undefined> {
  return readGatewayFault(await peekErrorBody(response, completeClock(undefined)));
}
