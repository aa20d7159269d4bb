import { below, type OpenApiDocument, type Pointer, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { components } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import { FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { jsonBody, type WireRequest, type WireResponse } from "../../../wire/exchange.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";
import { describeResponse } from "../../findings.ts";
import { type ParameterName, responsePointer, schemaPointer } from "../../pointers.ts";
import { bearer, NEVER_ISSUED } from "../bearer/calls.ts";
import { UNKNOWN_CREDENTIAL } from "../refusals/unknown-credential.ts";
import { buildTokenRequest, type Variation } from "../token-requests.ts";
import { everyResponse } from "./every-response.ts";

/** With these, a server says what it does not support, not that it fails (RFC 9110, sections 15.6.2 and 15.6.6). */
const NOT_SUPPORTED = [501, 505];
/** A server that is busy says so on purpose (RFC 9110, section 15.6.4). */
const NOT_AVAILABLE = 503;

/** Token requests whose rejection shows how a server responds to wrong values. */
const ORDINARY_WRONG_VALUES: readonly Variation[] = [
  { credentials: { clientSecret: UNKNOWN_CREDENTIAL } },
  { credentials: { clientId: UNKNOWN_CREDENTIAL } },
  { parameters: { grant_type: "password" } },
];

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
      inspect(context) {
        const usual = usualFaults(context);
        return (exchange) =>
          isFailure(exchange) && !isDocumentedFault(context, usual, exchange) ? describeResponse(exchange) : undefined;
      },
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

type GatewayFault = components["schemas"]["GatewayFault"];

/** Whether a server responds with a 5xx status to ordinary wrong values; undefined if the run has sent none. */
interface UsualFaults {
  readonly tokenRequests: boolean | undefined;
  readonly calls: boolean | undefined;
}

/** Gateways respond with 500 to credentials, grant types and access tokens that they do not accept: to all of them. */
function usualFaults(context: CheckContext): UsualFaults {
  const isFault = (isOrdinary: (exchange: RecordedExchange) => boolean) => {
    const ordinary = context.exchanges.filter((exchange) => !exchange.isRaw && isOrdinary(exchange));
    return ordinary.length === 0 ? undefined : ordinary.some(({ response }) => response.status >= 500);
  };
  const unknownToken = bearer(context, NEVER_ISSUED);
  const tokenRequests = FLOW_NAMES.flatMap((flow) =>
    ORDINARY_WRONG_VALUES.map((values) => buildTokenRequest(context, flow, values)),
  );
  return {
    tokenRequests: isFault(({ request }) =>
      tokenRequests.some(({ url, body }) => url === request.url && body === request.body),
    ),
    calls: isFault(({ request }) => request.headers["authorization"] === unknownToken),
  };
}

function isDocumentedFault(context: CheckContext, usual: UsualFaults, exchange: RecordedExchange): boolean {
  const { response } = exchange;
  if (documentedStatuses(context, exchange)?.includes(response.status) !== true) {
    return false;
  }
  const isUsual = isTokenRequest(context, exchange) ? usual.tokenRequests : usual.calls;
  const isOfDocument = isFault(context.document, response);
  return isUsual === false
    ? isOfDocument && documentedErrorCodes(context.document).has(errorCodeOf(response))
    : isOfDocument || isCompleteTokenRequest(context, exchange);
}

/** The error codes of the faults that the document has as examples. */
function documentedErrorCodes(document: OpenApiDocument): ReadonlySet<string> {
  const examples = resolve(document, pointerTo("components", "examples")) as Readonly<Record<string, Example>>;
  return new Set(Object.values(examples).flatMap(({ value }) => value?.fault?.detail.errorcode ?? []));
}

interface Example {
  readonly value?: { readonly fault?: GatewayFault["fault"] };
}

function errorCodeOf(response: WireResponse): string {
  return (jsonBody(response) as GatewayFault).fault.detail.errorcode;
}

function isFault(document: OpenApiDocument, response: WireResponse): boolean {
  return matchesSchema(document, schemaPointer("GatewayFault"), jsonBody(response));
}

function isTokenRequest({ contract }: CheckContext, { request }: RecordedExchange): boolean {
  return request.url.split("?")[0]?.endsWith(contract.tokenEndpoint.path) === true;
}

/** Whether a token request has every parameter, so that only the values can be at fault. */
function isCompleteTokenRequest(context: CheckContext, exchange: RecordedExchange): boolean {
  const names: readonly ParameterName[] = ["client_id", "client_secret", "grant_type"];
  return (
    isTokenRequest(context, exchange) &&
    parametersOf(context, exchange.request).some((parameters) => names.every((name) => parameters[name] !== undefined))
  );
}

/** The parameters of a token request, as each flow reads them. */
function parametersOf({ contract }: CheckContext, request: WireRequest): readonly Parameters[] {
  return FLOW_NAMES.map((flow) => readParameters(request, flow, contract.flows[flow].mediaType));
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
