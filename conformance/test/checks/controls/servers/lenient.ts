/** Servers that accept token requests beside the documented ones. */
import type { MutantRequest, Mutate } from "../../../../mutants/mutant.ts";
import {
  bodyParametersOf,
  flowOf,
  isTokenRequest,
  mutateRequest,
  parametersOf,
  validParameters,
  withParameters,
} from "../../../../mutants/operators/token-request.ts";
import type { Control } from "../control.ts";

/** Requests that a server may accept, because no statement tells it to reject them. */
export const lenientControls: readonly Control[] = [
  {
    title: "ignores the case of paths, as IIS does",
    vary: mutateRequest((request, { contract: { tokenEndpoint, resource } }) => {
      const path = [tokenEndpoint.path, resource.path].find(
        (known) => known.toLowerCase() === request.path.toLowerCase(),
      );
      return path === undefined ? undefined : { ...request, path };
    }),
  },
  {
    title: "ignores unknown parameters in the query",
    vary: mutateRequest((request) => {
      const query = new URLSearchParams(request.query);
      for (const name of [...query.keys()]) {
        if (!["grant_type", "client_id", "client_secret", "access_token"].includes(name)) {
          query.delete(name);
        }
      }
      return { ...request, query: query.toString() };
    }),
  },
  {
    title: "ignores the query of a JSON token request, so that it may contradict the body",
    vary: mutateRequest((request, context) =>
      flowOf(context, request) === "json" ? { ...request, query: "" } : undefined,
    ),
    blamedFor: ["refusals/query-against-json"],
  },
  {
    title: "accepts grant_type in the form",
    vary: mutateRequest((request, context) => {
      const { grant_type } = bodyParametersOf(request);
      return flowOf(context, request) === "form" && request.query === "" && typeof grant_type === "string"
        ? { ...request, query: new URLSearchParams({ grant_type }).toString() }
        : undefined;
    }),
  },
  {
    title: "prefers grant_type in the form, although RFC 6749 allows each parameter once",
    vary: mutateRequest((request, context) => {
      const { grant_type } = bodyParametersOf(request);
      return flowOf(context, request) === "form" && typeof grant_type === "string"
        ? { ...request, query: new URLSearchParams({ grant_type }).toString() }
        : undefined;
    }),
    blamedFor: ["refusals/form-grant-type-against-body"],
  },
  {
    title: "accepts grant_type in the query of a JSON token request, although RFC 6749 puts it into the body",
    vary: mutateRequest((request, context) => {
      const parameters = parametersOf(context, request);
      const { grant_type } = bodyParametersOf(request);
      return flowOf(context, request) === "json" && grant_type === undefined && parameters?.grant_type !== undefined
        ? withParameters(context, request, parameters)
        : undefined;
    }),
    blamedFor: ["refusals/query-instead-of-json"],
  },
  {
    title: "does not support HTTP Basic, and ignores any Authorization beside a valid body",
    vary: mutateRequest((request, context) => {
      const { authorization, ...headers } = request.headers;
      return isTokenRequest(context, request) && authorization !== undefined ? { ...request, headers } : undefined;
    }),
  },
  {
    title: "ignores the case of JSON member names, although RFC 6749 distinguishes it",
    vary: mutateRequest((request, context) => {
      const parameters = flowOf(context, request) === "json" ? parametersOf(context, request) : undefined;
      const names = Object.keys(parameters ?? {});
      return parameters && names.some((name) => name !== name.toLowerCase())
        ? withParameters(
            context,
            request,
            Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value])),
          )
        : undefined;
    }),
    blamedFor: ["refusals/json-parameter-case"],
  },
  { title: "accepts HTTP Basic instead of credentials in the body", vary: acceptingBasic() },
  {
    title: "accepts PUT, although RFC 6749 specifies POST",
    vary: mutateRequest((request, context) =>
      isTokenRequest(context, request) && request.method === "PUT" ? { ...request, method: "POST" } : undefined,
    ),
    blamedFor: ["refusals/method-put", "refusals/method-status", "refusals/methods-with-form"],
  },
  {
    title: "reads an array of one value as that value, although RFC 6749 allows each parameter once",
    vary: mutateRequest((request, context) => {
      const parameters = flowOf(context, request) === "json" ? parametersOf(context, request) : undefined;
      const values = Object.entries(parameters ?? {}).map(([name, value]) => [
        name,
        Array.isArray(value) && value.length === 1 ? value[0] : value,
      ]);
      return parameters && Object.values(parameters).some(Array.isArray)
        ? withParameters(context, request, Object.fromEntries(values))
        : undefined;
    }),
    blamedFor: ["refusals/json-array-client_id", "refusals/json-array-client_secret", "refusals/json-array-grant_type"],
  },
  {
    title: "ignores the case of client ids, although RFC 6749 distinguishes it",
    vary: mutateRequest((request, context) => {
      const parameters = parametersOf(context, request);
      const { client_id } = validParameters(context);
      const given = String(parameters?.client_id);
      return given !== client_id && given.toLowerCase() === client_id.toLowerCase()
        ? withParameters(context, request, { ...parameters, client_id })
        : undefined;
    }),
    blamedFor: ["refusals/id-case", "refusals/json-similar-credentials", "refusals/form-similar-credentials"],
  },
];

/** Reads credentials from HTTP Basic where the body has none. */
function acceptingBasic(): Mutate {
  return mutateRequest((request, context) => {
    const basic = /^basic (.*)$/i.exec(request.headers["authorization"] ?? "")?.[1];
    const flow = flowOf(context, request);
    if (basic === undefined || flow === undefined || hasCredentials(request)) {
      return undefined;
    }
    const [client_id = "", client_secret = ""] = Buffer.from(basic, "base64")
      .toString()
      .split(":")
      .map(decodeURIComponent);
    const { authorization: _, ...headers } = request.headers;
    return withParameters(
      context,
      { ...request, headers },
      { ...parametersOf(context, request), client_id, client_secret },
    );
  });
}

function hasCredentials(request: MutantRequest): boolean {
  const { client_id, client_secret } = bodyParametersOf(request);
  return client_id !== undefined || client_secret !== undefined;
}
