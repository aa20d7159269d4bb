import { below, type OpenApiDocument, type Pointer, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import { FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { jsonBody, type WireRequest, type WireResponse } from "../../../wire/exchange.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";
import { describeResponse } from "../../findings.ts";
import { type ParameterName, responsePointer, schemaPointer } from "../../pointers.ts";
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

function isFailure({ response: { status, headers }, isRetried }: RecordedExchange): boolean {
  const isBusy = status === NOT_AVAILABLE && (isRetried || headers["retry-after"] !== undefined);
  return status >= 500 && !NOT_SUPPORTED.includes(status) && !isBusy;
}

/** Gateways respond with 500 to credentials and grant types that they do not accept, in whatever body. */
function isDocumentedFault(context: CheckContext, exchange: RecordedExchange): boolean {
  const { status } = exchange.response;
  const isDocumented = documentedStatuses(context, exchange)?.includes(status) === true;
  return isDocumented && (isFault(context.document, exchange.response) || isCompleteTokenRequest(context, exchange));
}

function isFault(document: OpenApiDocument, response: WireResponse): boolean {
  return matchesSchema(document, schemaPointer("GatewayFault"), jsonBody(response));
}

/** Whether a token request has every parameter, so that only the values can be at fault. */
function isCompleteTokenRequest({ contract }: CheckContext, { request }: RecordedExchange): boolean {
  const names: readonly ParameterName[] = ["client_id", "client_secret", "grant_type"];
  return (
    request.url.split("?")[0]?.endsWith(contract.tokenEndpoint.path) === true &&
    FLOW_NAMES.some((flow) => {
      const parameters = readParameters(request, flow, contract.flows[flow].mediaType);
      return names.every((name) => parameters[name] !== undefined);
    })
  );
}

type Parameters = Readonly<Partial<Record<ParameterName, unknown>>>;

function readParameters({ url, headers, body = "" }: WireRequest, flow: FlowName, mediaType: string): Parameters {
  if (!String(headers["content-type"]).toLowerCase().startsWith(mediaType)) {
    return {};
  }
  if (flow === "form") {
    return Object.fromEntries([...new URL(url).searchParams, ...new URLSearchParams(body)]);
  }
  const members = jsonBody({ status: 0, headers: {}, body });
  return typeof members === "object" && members !== null ? members : {};
}

/** The statuses that the document specifies for the operation; undefined if the request is for none. */
function documentedStatuses(context: CheckContext, { request, isRaw }: RecordedExchange): number[] | undefined {
  const operation = isRaw || request.target !== undefined ? undefined : operationOf(context, request);
  return operation && Object.keys(resolve(context.document, below(operation, "responses")) as object).map(Number);
}

function operationOf({ contract, target }: CheckContext, { method, url }: WireRequest): Pointer | undefined {
  const { tokenEndpoint, resource } = contract;
  const [address] = url.split("?");
  const isAt = (path: string) => [target.baseUrl, target.secureUrl].some((base) => base + path === address);
  if (isAt(tokenEndpoint.path) && method === tokenEndpoint.method) {
    return tokenEndpoint.pointer;
  }
  return target.resource && isAt(target.resource.path) && resource.methods.includes(method)
    ? below(pointerTo("paths", resource.path), method.toLowerCase())
    : undefined;
}
