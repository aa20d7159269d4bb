import type { Mutant } from "./mutant.ts";
import {
  answering,
  flowOf,
  forgiving,
  isTokenRequest,
  readingParameters,
  rightParameters,
  withHeaders,
  withParameters,
} from "./requests.ts";

/** Requests that are granted though they are no token requests as documented, or are refused in another way. */
export const refusedRequestMutants: readonly Mutant[] = [
  ...(["json", "form"] as const).flatMap((flow): Mutant[] => [
    {
      title: `${flow}: the grant type is not looked at`,
      caughtBy: `refusals/${flow}-grant-type`,
      breaking: forgiving(flow, "grant_type", (given) => typeof given === "string" && given !== ""),
    },
    {
      title: `${flow}: the grant type may be in upper case`,
      caughtBy: `refusals/${flow}-grant-type-case`,
      breaking: forgiving(
        flow,
        "grant_type",
        (given, right) => typeof given === "string" && given.toLowerCase() === right,
      ),
    },
  ]),
  sniffing("plain text is taken for JSON", "media-type", (type) => type === "text/plain"),
  {
    title: "another media type is refused with 400",
    caughtBy: "refusals/media-type-status",
    breaking: answering((answer) => (answer.status === 415 ? { ...answer, status: 400 } : answer)),
  },
  sniffing("a request without a media type is taken for JSON", "no-media-type", (type) => type === ""),
  {
    title: "a form is recognised whatever it says",
    caughtBy: "refusals/form-as-json",
    breaking: (surroundings) => (request, sound) =>
      sound(
        flowOf(surroundings, request) === "json" && /^\w+=/.test(request.body.toString())
          ? { ...request, headers: { "content-type": surroundings.contract.flows.form.mediaType } }
          : request,
      ),
  },
  {
    title: "JSON is recognised whatever it says",
    caughtBy: "refusals/json-as-form",
    breaking: (surroundings) => (request, sound) =>
      sound(
        flowOf(surroundings, request) === "form" && request.body.toString().startsWith("{")
          ? { ...request, query: "", headers: { "content-type": surroundings.contract.flows.json.mediaType } }
          : request,
      ),
  },
  {
    title: "multipart forms are taken",
    caughtBy: "refusals/multipart",
    breaking: (surroundings) => (request, sound) =>
      sound(
        request.headers["content-type"]?.startsWith("multipart/")
          ? withParameters(surroundings, request, rightParameters(surroundings))
          : request,
      ),
  },
  ...(["json", "form"] as const).map(
    (flow): Mutant => ({
      title: `${flow}: the credentials may stand in the query`,
      caughtBy: `refusals/${flow}-credentials-in-query`,
      breaking: (surroundings) => (request, sound) => {
        const query = new URLSearchParams(request.query);
        return sound(
          flowOf(surroundings, request) === flow && query.has("client_id") && query.has("client_secret")
            ? withParameters(surroundings, request, {
                ...Object.fromEntries(query),
                grant_type: surroundings.contract.grantTypes[0],
              })
            : request,
        );
      },
    }),
  ),
  {
    title: "the password grant is supported",
    caughtBy: "refusals/password-grant",
    breaking: readingParameters((values, surroundings) =>
      "password" in values ? rightParameters(surroundings) : undefined,
    ),
  },
  ...["GET", "PUT", "PATCH", "DELETE"].map(
    (method): Mutant => ({
      title: `${method} gets a token too`,
      caughtBy: `refusals/method-${method.toLowerCase()}`,
      breaking: (surroundings) => (request, sound) =>
        sound(
          isTokenRequest(surroundings, request) && request.method === method
            ? { ...request, method: surroundings.contract.tokenEndpoint.method }
            : request,
        ),
    }),
  ),
  {
    title: "another method is refused with 404",
    caughtBy: "refusals/method-status",
    breaking: answering((answer) => (answer.status === 405 ? { ...answer, status: 404 } : answer)),
  },
  {
    title: "the refusal of another method does not say which to take",
    caughtBy: "refusals/method-status",
    breaking: answering((answer) => (answer.status === 405 ? withHeaders(answer, { allow: undefined }) : answer)),
  },
  {
    title: "the case of the path does not count",
    caughtBy: "refusals/path-case",
    breaking:
      ({ contract: { tokenEndpoint } }) =>
      (request, sound) =>
        sound(
          request.path.toLowerCase() === tokenEndpoint.path.toLowerCase()
            ? { ...request, path: tokenEndpoint.path }
            : request,
        ),
  },
];

/** What a request says of itself is not looked at. */
function sniffing(title: string, check: string, isMeant: (type: string) => boolean): Mutant {
  return {
    title,
    caughtBy: `refusals/${check}`,
    breaking: (surroundings) => (request, sound) =>
      sound(
        isTokenRequest(surroundings, request) && isMeant(request.headers["content-type"] ?? "")
          ? { ...request, headers: { ...request.headers, "content-type": surroundings.contract.flows.json.mediaType } }
          : request,
      ),
  };
}
