import { pointerTo, resolve } from "@microbilt-oauth/spec";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { ClientCheck, Finding } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../flow.ts";
import { type ClientSettings, RESERVED_CREDENTIALS } from "../../target.ts";
import type { WireRequest } from "../../wire/exchange.ts";
import { tokenRequest, validParameters } from "../../wire/token-request.ts";
import { formatValue } from "../findings.ts";
import { requestBodyPointer, securitySchemePointer } from "../pointers.ts";
import { startRecordingServer } from "./recording-server.ts";

const EXAMPLE = pointerTo("components", "examples", "TokenResponse", "value");

/** The requests of a client, byte for byte. */
export function clientRequestChecks({ document, contract }: Spec): ClientCheck[] {
  const example = resolve(document, EXAMPLE) as TokenResponse;
  const tokenResponse = { mediaType: contract.tokenResponse.mediaType, body: JSON.stringify(example) };
  const resourceResponse = { mediaType: contract.resource.mediaType, body: "{}" };

  return FLOW_NAMES.flatMap((flow) => [
    tokenRequestCheck(
      flow,
      "address",
      `sends a ${FLOW_LABELS[flow]} token request to the documented path and query`,
      ({ method, url }) => `${method} ${url}`,
    ),
    tokenRequestCheck(
      flow,
      "media-type",
      `sends a ${FLOW_LABELS[flow]} token request with the documented Content-Type`,
      ({ headers }) => String(headers["content-type"] ?? ""),
    ),
    tokenRequestCheck(
      flow,
      "body",
      `sends a ${FLOW_LABELS[flow]} token request with the documented body, byte for byte`,
      ({ body }) => body ?? "",
    ),
    bearerCheck(flow),
  ]);

  function tokenRequestCheck(
    flow: FlowName,
    part: string,
    requirement: string,
    partOf: (request: WireRequest) => string,
  ): ClientCheck {
    return {
      id: `client-requests/${flow}-${part}`,
      title: `The client ${requirement}`,
      requirement: requestBodyPointer(contract, flow),
      async run({ target }) {
        const [request] = await record(flow, (settings) => target.getAccessToken(settings));
        return expectEqual(partOf(documentedRequest(flow)), request && partOf(request));
      },
    };
  }

  function bearerCheck(flow: FlowName): ClientCheck {
    return {
      id: `client-requests/${flow}-bearer`,
      title: `The client calls a product with a bearer token from the ${FLOW_LABELS[flow]} flow, and with JSON as Content-Type and Accept`,
      requirement: securitySchemePointer(contract),
      async run({ target }) {
        const { path, mediaType } = contract.resource;
        const requests = await record(flow, (settings) => target.call(settings, path, "{}"));
        const headers = requests.find(({ url }) => url === path)?.headers;
        const expected = {
          authorization: `${contract.bearer.scheme} ${example.access_token}`,
          type: mediaType,
          accept: mediaType,
        };
        const sent = headers && {
          authorization: headers["authorization"],
          type: headers["content-type"],
          accept: headers["accept"],
        };
        return expectEqual(formatValue(expected), sent && formatValue(sent));
      },
    };
  }

  /** The token request that the document specifies; its URL starts with the path, as the recorded one does. */
  function documentedRequest(flow: FlowName): WireRequest {
    const baseUrl = "http://127.0.0.1";
    const request = tokenRequest(contract, baseUrl, flow, validParameters(contract, RESERVED_CREDENTIALS));
    return { ...request, url: request.url.slice(baseUrl.length) };
  }

  /** Records the requests that the client sends while it performs an action. */
  async function record(
    flow: FlowName,
    act: (settings: ClientSettings) => Promise<unknown>,
  ): Promise<readonly WireRequest[]> {
    const server = await startRecordingServer((path) =>
      path.startsWith(contract.tokenEndpoint.path) ? tokenResponse : resourceResponse,
    );
    try {
      await act({ baseUrl: server.baseUrl, flow, credentials: RESERVED_CREDENTIALS });
      return server.requests;
    } finally {
      await server.close();
    }
  }
}

function expectEqual(expected: string, sent: string | undefined): Finding[] {
  return expected === sent ? [] : [{ expected, seen: sent ?? "no request" }];
}
