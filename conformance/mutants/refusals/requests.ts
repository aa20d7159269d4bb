import { FLOW_LABELS, FLOW_NAMES } from "../../src/flow.ts";
import type { Mutant } from "../mutant.ts";
import { mutateResponse, replaceStatus, withHeaders } from "../operators/response.ts";
import {
  flowOf,
  isTokenRequest,
  mutateRequest,
  type RequestParameters,
  validParameters,
  withParameters,
} from "../operators/token-request.ts";

/** Requests in another media type, with another method or to another path that the token endpoint accepts. */
export const requestMutants: readonly Mutant[] = [
  readingAsJson("plain text", "media-type", (mediaType) => mediaType === "text/plain"),
  {
    title: "The token endpoint responds with 404 to an unsupported media type",
    killedBy: "refusals/media-type-status",
    mutate: replaceStatus(415, 404),
  },
  readingAsJson("a request without Content-Type", "no-media-type", (mediaType) => mediaType === ""),
  {
    title: "The token endpoint reads a form although its Content-Type is JSON",
    killedBy: "refusals/form-as-json",
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "json" && /^\w+=/.test(request.body.toString())
        ? { ...request, headers: { "content-type": context.contract.flows.form.mediaType } }
        : undefined,
    ),
  },
  {
    title: "The token endpoint reads JSON although its Content-Type is that of a form",
    killedBy: "refusals/json-as-form",
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === "form" && request.body.toString().startsWith("{")
        ? { ...request, query: "", headers: { "content-type": context.contract.flows.json.mediaType } }
        : undefined,
    ),
  },
  {
    title: "The token endpoint accepts multipart forms",
    killedBy: "refusals/multipart",
    mutate: mutateRequest((request, context) =>
      request.headers["content-type"]?.startsWith("multipart/")
        ? withParameters(context, request, validParameters(context))
        : undefined,
    ),
  },
  ...FLOW_NAMES.map(
    (flow): Mutant => ({
      title: `The token endpoint reads credentials from the query of a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-credentials-in-query`,
      mutate: mutateRequest((request, context) => {
        const { client_id, client_secret }: RequestParameters = Object.fromEntries(new URLSearchParams(request.query));
        const { grant_type } = validParameters(context);
        return flowOf(context, request) === flow && client_id !== undefined && client_secret !== undefined
          ? withParameters(context, request, { client_id, client_secret, grant_type })
          : undefined;
      }),
    }),
  ),
  ...["GET", "PUT", "PATCH", "DELETE"].map(
    (method): Mutant => ({
      title: `The token endpoint accepts ${method}`,
      killedBy: `refusals/method-${method.toLowerCase()}`,
      mutate: mutateRequest((request, context) =>
        isTokenRequest(context, request) && request.method === method
          ? { ...request, method: context.contract.tokenEndpoint.method }
          : undefined,
      ),
    }),
  ),
  {
    title: "The token endpoint responds with 500 to another method",
    killedBy: "refusals/method-status",
    mutate: replaceStatus(405, 500),
  },
  {
    title: "The token endpoint sends no Allow in response to another method",
    killedBy: "refusals/method-status",
    mutate: mutateResponse((response) =>
      response.status === 405 ? withHeaders(response, { allow: undefined }) : response,
    ),
  },
  {
    title: "The server does not check the client_secret at the token endpoint's path in another case",
    killedBy: "refusals/path-case",
    mutate: mutateRequest((request, context) => {
      const { path } = context.contract.tokenEndpoint;
      return request.path.toLowerCase() === path.toLowerCase() && request.path !== path
        ? withParameters(context, { ...request, path }, validParameters(context))
        : undefined;
    }),
  },
];

function readingAsJson(what: string, check: string, isMatch: (mediaType: string) => boolean): Mutant {
  return {
    title: `The token endpoint reads ${what} as JSON`,
    killedBy: `refusals/${check}`,
    mutate: mutateRequest((request, context) =>
      isTokenRequest(context, request) && isMatch(request.headers["content-type"] ?? "")
        ? { ...request, headers: { ...request.headers, "content-type": context.contract.flows.json.mediaType } }
        : undefined,
    ),
  };
}
