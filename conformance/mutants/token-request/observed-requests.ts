import type { Mutant, MutantRequest } from "../mutant.ts";
import { emptyResponse, intercept } from "../operators/response.ts";
import { bodyParametersOf, flowOf, isTokenRequest, PARAMETER_NAMES } from "../operators/token-request.ts";

/** The emulator that accepts the observed token requests, with a gateway in front that accepts only documented ones. */
export const observedRequestMutants: readonly Mutant[] = [
  {
    title: "A gateway accepts JSON only at the documented path, and only with the exact media type",
    killedBy: "token-request/json-charset",
    notedBy: ["token-request/observed-path", "token-request/observed-get"],
    emulator: { compatibility: "observed" },
    mutate: intercept(
      (request, context) =>
        mediaTypeOf(request).startsWith(context.contract.flows.json.mediaType) &&
        !(isTokenRequest(context, request) && mediaTypeOf(request) === context.contract.flows.json.mediaType),
      emptyResponse(404),
    ),
  },
  {
    title: "A gateway rejects form fields that are not documented, such as grant_type",
    killedBy: "token-request/form-unknown-parameter",
    notedBy: ["token-request/observed-form", "token-request/observed-basic"],
    emulator: { compatibility: "observed" },
    mutate: intercept((request, context) => {
      const documented: readonly string[] = PARAMETER_NAMES.filter(
        (name) => !context.contract.flows.form.query.includes(name),
      );
      return (
        flowOf(context, request) === "form" &&
        Object.keys(bodyParametersOf(request)).some((name) => !documented.includes(name))
      );
    }, emptyResponse(400)),
  },
];

function mediaTypeOf({ headers }: MutantRequest): string {
  return headers["content-type"] ?? "";
}
