import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NoResponse } from "../../../wire/exchange.ts";
import { contains, expectThat } from "../../findings.ts";
import { securitySchemePointer } from "../../pointers.ts";
import { bearer, buildCall, call, NEVER_ISSUED } from "../bearer/calls.ts";
import { isServed, isSuccess } from "../bearer/served.ts";
import { judgeMessages, type MessageChange, writeMessage } from "../raw-messages.ts";

/** Calls that HTTP servers and gateways read in different ways. */
export function resourceMessageChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "http/hidden-authorization",
      title: "The resource server does not find an access token in a malformed header field",
      requirement: "rfc9112#5.1",
      needs: ["resource", "tokens"],
      requests: 5,
      async run(context) {
        await context.validCall();
        const { accessToken } = await context.sharedToken("json");
        const request = buildCall(context, undefined);
        const field = `authorization: ${bearer(context, accessToken)}`;
        const variants: Readonly<Record<string, MessageChange>> = {
          "a call with Authorization in a folded line": { lines: ["x-folded: a", ` ${field}`] },
          "a call with a space before the colon of Authorization": { lines: [field.replace(":", " :")] },
          "a call with NUL after the access token": { lines: [`${field}\0x`] },
          "a call with Authorization after a bare CR": { lines: [`x-cr: a\r${field}`] },
          "a call with Authorization in a trailer": {
            without: ["content-length"],
            lines: ["transfer-encoding: chunked", "trailer: authorization"],
            content: `2\r\n{}\r\n0\r\n${field}\r\n\r\n`,
          },
        };
        const messages = Object.entries(variants).map(([description, change]) => ({
          description,
          message: writeMessage(request, change),
        }));
        return judgeMessages(context, request, messages, "no success", ({ responses }) =>
          responses.every((response) => !isSuccess(response)),
        );
      },
    },
    {
      id: "http/unauthorized-messages",
      title: "The resource server requires an access token for every form of a call",
      requirement: securitySchemePointer(contract),
      needs: ["resource"],
      requests: 5,
      async run(context) {
        const valid = await context.validCall();
        const request = buildCall(context, undefined);
        const variants: Readonly<Record<string, MessageChange>> = {
          "a call with HTTP/1.0": { version: "HTTP/1.0" },
          "a call with HTTP/1.0 and without Host": { version: "HTTP/1.0", without: ["host"] },
          "a call in absolute form": { target: request.url },
          "a call with Expect: 100-continue": { lines: ["expect: 100-continue"] },
          "a call with a chunked body": {
            without: ["content-length"],
            lines: ["transfer-encoding: chunked"],
            content: "2\r\n{}\r\n0\r\n\r\n",
          },
        };
        const messages = Object.entries(variants).map(([description, change]) => ({
          description,
          message: writeMessage(request, change),
        }));
        return judgeMessages(context, request, messages, "no resource", ({ responses }) =>
          responses.every((response) => !isServed(valid, { request, response })),
        );
      },
    },
    {
      id: "http/trace",
      title: "The server does not repeat credentials in response to TRACE",
      requirement: "rfc9110#9.3.8",
      needs: ["resource"],
      run: trace,
    },
  ];
}

/** A firewall may close the connection instead of sending a response. */
async function trace(context: CheckContext): Promise<readonly Finding[]> {
  try {
    const exchange = await call(context, bearer(context, NEVER_ISSUED), { method: "TRACE" });
    const isRepeated = contains(exchange.response, NEVER_ISSUED);
    return expectThat(!isRepeated, "a response without the access token of the request", exchange);
  } catch (error) {
    if (error instanceof NoResponse && !error.hasTimedOut) {
      return [];
    }
    throw error;
  }
}
