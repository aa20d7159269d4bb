import { below, type OpenApiDocument, type Pointer, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import { jsonBody, type WireRequest, type WireResponse } from "../../../wire/exchange.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";
import { describeResponse } from "../../findings.ts";
import { responsePointer, schemaPointer } from "../../pointers.ts";
import { everyResponse } from "./every-response.ts";

/** With these, a server says what it does not support, not that it fails (RFC 9110, sections 15.6.2 and 15.6.6). */
const NOT_SUPPORTED = [501, 505];
/** A server that is busy says so on purpose (RFC 9110, section 15.6.4). */
const NOT_AVAILABLE = 503;

/** With these, any server rejects a message before it looks at its content. */
const OF_HTTP = [405, 406, 408, 411, 412, 414, 417, 421, 426, 431, 501, 503, 505];

/** The statuses of every response. */
export function statusChecks(): Check[] {
  return [
    everyResponse({
      name: "server-errors",
      title: "No request makes the server fail with a 5xx status, except for the faults that the document specifies",
      requirement: "rfc9110#15.6",
      expected: "no 5xx status, or a fault that the document specifies",
      inspect: (context) => (exchange) =>
        isFailure(exchange) && !isDocumentedFault(context, exchange) ? describeResponse(exchange) : undefined,
    }),
    everyResponse({
      name: "documented-status",
      title: "Each response to a documented operation has a status that the document specifies for it, or one of HTTP",
      // Everything that the document says about errors was observed.
      requirement: responsePointer("InvalidTokenRequest"),
      expected: "a status that the document specifies for the operation",
      inspect: (context) => (exchange) => {
        const statuses = documentedStatuses(context, exchange);
        const { status } = exchange.response;
        return statuses && !statuses.includes(status) && !OF_HTTP.includes(status)
          ? describeResponse(exchange)
          : undefined;
      },
    }),
  ];
}

function isFailure({ response: { status, headers } }: RecordedExchange): boolean {
  const isBusy = status === NOT_AVAILABLE && headers["retry-after"] !== undefined;
  return status >= 500 && !NOT_SUPPORTED.includes(status) && !isBusy;
}

function isDocumentedFault(context: CheckContext, exchange: RecordedExchange): boolean {
  const { status } = exchange.response;
  return (
    documentedStatuses(context, exchange)?.includes(status) === true && isFault(context.document, exchange.response)
  );
}

function isFault(document: OpenApiDocument, response: WireResponse): boolean {
  return matchesSchema(document, schemaPointer("GatewayFault"), jsonBody(response));
}

/** The statuses that the document specifies for the operation; undefined if the request is for none. */
function documentedStatuses(context: CheckContext, { request, isRaw }: RecordedExchange): number[] | undefined {
  const operation = isRaw || request.target !== undefined ? undefined : operationOf(context, request);
  return operation && Object.keys(resolve(context.document, below(operation, "responses")) as object).map(Number);
}

function operationOf({ contract, target }: CheckContext, { method, url }: WireRequest): Pointer | undefined {
  const { tokenEndpoint, resource } = contract;
  const address = url.split("?")[0];
  if (address === target.baseUrl + tokenEndpoint.path && method === tokenEndpoint.method) {
    return tokenEndpoint.pointer;
  }
  return address === target.baseUrl + target.resource?.path && resource.methods.includes(method)
    ? below(pointerTo("paths", resource.path), method.toLowerCase())
    : undefined;
}
