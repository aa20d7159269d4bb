import { below, type Pointer, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { Check, Finding, Spec } from "../check.ts";
import { FLOW_NAMES, type FlowName, goodParameters, tokenRequest } from "../run/token-requests.ts";
import { startRecordingServer } from "../subjects/recording-server.ts";
import type { Subject, SubjectServer } from "../subjects/subject.ts";
import { RESERVED_CREDENTIALS } from "../targets/target.ts";
import type { WireRequest } from "../wire/exchange.ts";
import { inJson } from "./findings.ts";

const EXAMPLE = pointerTo("components", "examples", "TokenResponse", "value");

/** What a client sends, byte for byte. */
export function clientRequestChecks({ document, contract }: Spec, subject: Subject): Check[] {
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
  ): Check {
    return {
      id: `client-requests/${flow}-${part}`,
      title: `The token request of the ${flow} flow ${what}`,
      requirement,
      async run() {
        const [request] = await observe(flow, (server) => subject.getAccessToken(server));
        const documented = tokenRequest(
          contract,
          "http://127.0.0.1",
          flow,
          goodParameters(contract, RESERVED_CREDENTIALS),
        );
        const expected = look({ ...documented, url: documented.url.replace("http://127.0.0.1", "") });
        return differences(expected, request && look(request));
      },
    };
  }

  function bearerCheck(flow: FlowName): Check {
    return {
      id: `client-requests/${flow}-bearer`,
      title: `The token of the ${flow} flow is sent as a bearer, with JSON`,
      requirement: pointerTo("components", "securitySchemes", contract.bearer.name),
      async run() {
        const { path, mediaType } = contract.resource;
        const requests = await observe(flow, (server) => subject.call(server, path, "{}"));
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

  /** What arrives at a server while the subject does something with it. */
  async function observe(
    flow: FlowName,
    act: (server: SubjectServer) => Promise<unknown>,
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
