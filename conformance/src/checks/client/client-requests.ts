import { below, type Pointer, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { ClientCheck, Finding } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../flow.ts";
import { type ClientSettings, RESERVED_CREDENTIALS } from "../../target.ts";
import type { WireRequest } from "../../wire/exchange.ts";
import { tokenRequest, validParameters } from "../../wire/token-request.ts";
import { inJson } from "../findings.ts";
import { startRecordingServer } from "./recording-server.ts";

const EXAMPLE = pointerTo("components", "examples", "TokenResponse", "value");

/** What a client sends, byte for byte. */
export function clientRequestChecks({ document, contract }: Spec): ClientCheck[] {
  const example = resolve(document, EXAMPLE) as Readonly<Record<string, string>>;
  const granted = { mediaType: contract.tokenResponse.mediaType, body: JSON.stringify(example) };
  const answered = { mediaType: contract.resource.mediaType, body: "{}" };

  return FLOW_NAMES.flatMap((flow) => {
    const place = below(contract.tokenEndpoint.pointer, "requestBody", "content", contract.flows[flow].mediaType);
    return [
      tokenRequestCheck(flow, "address", "goes to the token endpoint, with the query of its form", place, addressOf),
      tokenRequestCheck(flow, "media-type", "names its media type", place, ({ headers }) =>
        String(headers["content-type"] ?? ""),
      ),
      tokenRequestCheck(
        flow,
        "body",
        "holds the documented parameters, byte for byte",
        place,
        ({ body }) => body ?? "",
      ),
      bearerCheck(flow),
    ];
  });

  function tokenRequestCheck(
    flow: FlowName,
    part: string,
    what: string,
    requirement: Pointer,
    look: (request: WireRequest) => string,
  ): ClientCheck {
    return {
      id: `client-requests/${flow}-${part}`,
      title: `The token request of the ${flow} flow ${what}`,
      requirement,
      async run({ target }) {
        const [request] = await observe(flow, (settings) => target.getAccessToken(settings));
        const documented = tokenRequest(
          contract,
          "http://127.0.0.1",
          flow,
          validParameters(contract, RESERVED_CREDENTIALS),
        );
        const expected = look({ ...documented, url: documented.url.replace("http://127.0.0.1", "") });
        return differences(expected, request && look(request));
      },
    };
  }

  function bearerCheck(flow: FlowName): ClientCheck {
    return {
      id: `client-requests/${flow}-bearer`,
      title: `The token of the ${flow} flow is sent as a bearer, with JSON`,
      requirement: pointerTo("components", "securitySchemes", contract.bearer.name),
      async run({ target }) {
        const { path, mediaType } = contract.resource;
        const requests = await observe(flow, (settings) => target.call(settings, path, "{}"));
        const call = requests.find(({ url }) => url === path);
        const authorization = `${contract.bearer.scheme} ${example["access_token"]}`;
        const seen = call && {
          authorization: call.headers["authorization"],
          type: call.headers["content-type"],
          accept: call.headers["accept"],
        };
        return differences(inJson({ authorization, type: mediaType, accept: mediaType }), inJson(seen));
      },
    };
  }

  /** What arrives at a server while the client does something with it. */
  async function observe(
    flow: FlowName,
    act: (settings: ClientSettings) => Promise<unknown>,
  ): Promise<readonly WireRequest[]> {
    const server = await startRecordingServer((path) =>
      path.startsWith(contract.tokenEndpoint.path) ? granted : answered,
    );
    try {
      await act({ baseUrl: server.baseUrl, flow, credentials: RESERVED_CREDENTIALS });
      return server.requests;
    } finally {
      await server.close();
    }
  }
}

function addressOf({ method, url }: WireRequest): string {
  return `${method} ${url}`;
}

function differences(expected: string, seen: string | undefined): Finding[] {
  return expected === seen ? [] : [{ expected, seen: seen ?? "no request" }];
}
