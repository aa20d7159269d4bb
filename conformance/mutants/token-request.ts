import type { Answer, Mutant, Received, Surroundings } from "./mutant.ts";
import { flowOf, instead, isTokenRequest, parametersOf, readingParameters, refusal } from "./requests.ts";

/** In which requests count as sent at the same time. */
const A_MOMENT_IN_MS = 20;

const bad = refusal(400);

/** Good token requests that are not granted, or are granted to somebody else. */
export const tokenRequestMutants: readonly Mutant[] = [
  {
    title: "JSON is not taken",
    caughtBy: "token-request/json",
    breaking: instead((request, surroundings) => flowOf(surroundings, request) === "json", refusal(415)),
  },
  {
    title: "forms are not taken",
    caughtBy: "token-request/form",
    breaking: instead((request, surroundings) => flowOf(surroundings, request) === "form", refusal(415)),
  },
  refusing("JSON that names its charset is not taken", "json-charset", "json", ({ headers }) =>
    /;/.test(headers["content-type"] ?? ""),
  ),
  refusing("a form that names its charset is not taken", "form-charset", "form", ({ headers }) =>
    /;/.test(headers["content-type"] ?? ""),
  ),
  refusing("the media type of JSON must be in lower case", "json-media-type-case", "json", ({ headers }) =>
    /[A-Z]/.test(headers["content-type"] ?? ""),
  ),
  refusing("the media type of a form must be in lower case", "form-media-type-case", "form", ({ headers }) =>
    /[A-Z]/.test(headers["content-type"] ?? ""),
  ),
  refusing(
    "JSON must be all that is accepted",
    "json-accept-anything",
    "json",
    ({ headers }) => headers["accept"] === "*/*",
  ),
  refusing(
    "who sends a form must accept JSON only",
    "form-accept-anything",
    "form",
    ({ headers }) => headers["accept"] === "*/*",
  ),
  refusing("the members of JSON must stand in the documented order", "json-order", "json", isOutOfOrder),
  refusing("the fields of a form must stand in the documented order", "form-order", "form", isOutOfOrder),
  refusing("JSON must say how long it is", "json-chunked", "json", ({ headers }) => "transfer-encoding" in headers),
  refusing("a form must say how long it is", "form-chunked", "form", ({ headers }) => "transfer-encoding" in headers),
  refusing("JSON may hold no unknown member", "json-unknown-parameter", "json", (request, surroundings) =>
    hasUnknown(request, surroundings),
  ),
  refusing("a form may hold no unknown field", "form-unknown-parameter", "form", (request, surroundings) =>
    hasUnknown(request, surroundings),
  ),
  refusing("JSON may hold no white space", "json-whitespace", "json", ({ body }) => /[\r\n\t]/.test(body.toString())),
  refusing("JSON may hold no escapes", "json-escaped-names", "json", ({ body }) => /\\u/.test(body.toString())),
  refusing("the names in a form are not decoded", "form-percent-encoding", "form", ({ body }) =>
    /(?:^|&)[^=]*%/.test(body.toString()),
  ),
  {
    title: "a plus in a form is not taken for a space",
    caughtBy: "token-request/form-reserved-characters",
    breaking: (surroundings) => (request, sound) =>
      sound(
        flowOf(surroundings, request) === "form"
          ? { ...request, body: Buffer.from(request.body.toString().replaceAll("+", "%2B")) }
          : request,
      ),
  },
  {
    title: "JSON is read as Latin-1",
    caughtBy: "token-request/json-reserved-characters",
    breaking: (surroundings) => (request, sound) =>
      sound(
        flowOf(surroundings, request) === "json"
          ? { ...request, body: Buffer.from(request.body.toString("latin1")) }
          : request,
      ),
  },
  {
    title: "who has a token gets no other",
    caughtBy: "token-request/again",
    breaking: (surroundings) => {
      let last = "";
      return async (request, sound) => {
        const asked = request.body.toString();
        const isAgain = isTokenRequest(surroundings, request) && asked === last;
        last = isTokenRequest(surroundings, request) && !isAgain ? asked : "";
        return isAgain ? bad : sound(request);
      };
    },
  },
  {
    title: "requests at the same time get the same token",
    caughtBy: "token-request/at-once",
    breaking: (surroundings) => {
      let underWay: Promise<Answer> | undefined;
      return async (request, sound) => {
        if (!isTokenRequest(surroundings, request)) {
          return sound(request);
        }
        if (underWay && parametersOf(surroundings, request)) {
          return underWay;
        }
        underWay = sound(request);
        try {
          return await underWay;
        } finally {
          setTimeout(() => {
            underWay = undefined;
          }, A_MOMENT_IN_MS);
        }
      };
    },
  },
  {
    title: "the token belongs to the first application, whoever asks",
    caughtBy: "token-response/own-token",
    emulator: { reuseTokens: true },
    breaking: readingParameters((values, { contract, credentials, emulator }) =>
      emulator.apps.list().some(({ clientId }) => clientId === values["client_id"])
        ? {
            ...values,
            client_id: credentials.clientId,
            client_secret: credentials.clientSecret,
          }
        : values,
    ),
  },
];

function refusing(
  title: string,
  check: string,
  flow: "json" | "form",
  isMeant: (request: Received, surroundings: Surroundings) => boolean,
): Mutant {
  return {
    title,
    caughtBy: `token-request/${check}`,
    breaking: instead(
      (request, surroundings) => flowOf(surroundings, request) === flow && isMeant(request, surroundings),
      bad,
    ),
  };
}

function isOutOfOrder({ body }: Received, { contract }: Surroundings): boolean {
  const text = body.toString();
  return text.indexOf("client_secret") < text.indexOf("client_id");
}

function hasUnknown(request: Received, surroundings: Surroundings): boolean {
  const known = ["client_id", "client_secret", "grant_type"];
  return Object.keys(parametersOf(surroundings, request) ?? {}).some((name) => !known.includes(name));
}
