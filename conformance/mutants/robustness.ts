import type { Answer, Mutant, Received, Surroundings } from "./mutant.ts";
import { flowOf, instead, isTokenRequest, parametersOf, refusal, rightParameters, withParameters } from "./requests.ts";

/** Requests that nobody can read, and that are granted, break something, or are not answered. */
export const robustnessMutants: readonly Mutant[] = [
  failing("malformed JSON is a failure of the server", "malformed-json", (text) => text.includes('";"')),
  failing(
    "JSON that ends too soon is waited for",
    "truncated-json",
    (text) => text.startsWith("{") && !/[}x]$/.test(text),
    "hang",
  ),
  taking("what stands behind JSON is not looked at", "trailing-json", (text) => text.endsWith("}x")),
  taking("of a JSON list the first is taken", "json-list", (text) => text.startsWith("[{")),
  failing("a JSON text breaks the connection", "json-text", (text) => text === '"text"', "reset"),
  failing("null is a failure of the server", "json-null", (text) => text === "null"),
  failing("an empty body is a failure of the server", "empty-body", (text) => text === ""),
  failing("JSON nested deep is a failure of the server", "deep-json", (text) => text.startsWith('{"a":{"a":')),
  taking("a body may be as large as it likes", "huge-body", (text) => text.length > 1_000_000),
  taking("what is no UTF-8 is read as if it were", "not-utf-8", (text) => text.includes("\uFFFD")),
  failing("a byte order mark is a failure of the server", "byte-order-mark", (text) => text.startsWith("\uFEFF")),
  failing("a member that is there twice is a failure of the server", "duplicate-members", (text) =>
    text.includes('"twice":1,"twice"'),
  ),
  {
    title: "a form that is none is a failure of the server",
    caughtBy: "robustness/form-garbage",
    breaking: instead(
      (request, surroundings) =>
        flowOf(surroundings, request) === "form" && /%(?![\dA-F]{2})/i.test(request.body.toString()),
      refusal(500),
    ),
  },
  {
    title: "a call with malformed JSON is a failure of the server",
    caughtBy: "robustness/malformed-call",
    breaking: instead(
      (request, surroundings) => !isTokenRequest(surroundings, request) && request.body.toString() === "{",
      refusal(500),
    ),
  },
  {
    title: "after malformed JSON nothing is granted any more",
    caughtBy: "robustness/afterwards",
    breaking: (surroundings) => {
      let isBroken = false;
      return async (request, sound) => {
        if (isBroken) {
          return refusal(503);
        }
        const answer = await sound(request);
        isBroken = isTokenRequest(surroundings, request) && request.body.toString() === "null";
        return answer;
      };
    },
  },
  {
    title: "a client secret that is no text is not looked at",
    caughtBy: "robustness/json-generated",
    breaking: (surroundings) => async (request, sound) => {
      const values = parametersOf(surroundings, request);
      const secret = values?.["client_secret"];
      const isSkipped =
        flowOf(surroundings, request) === "json" &&
        secret !== undefined &&
        typeof secret !== "string" &&
        secret !== null;
      return sound(
        isSkipped
          ? withParameters(surroundings, request, {
              ...values,
              client_secret: surroundings.credentials.clientSecret,
            })
          : request,
      );
    },
  },
  {
    title: "a form without credentials is answered with 200",
    caughtBy: "robustness/form-generated",
    breaking: (surroundings) => async (request, sound) => {
      const answer = await sound(request);
      return flowOf(surroundings, request) === "form" && answer.status === 400 ? { ...answer, status: 200 } : answer;
    },
  },
];

function failing(
  title: string,
  check: string,
  isMeant: (text: string) => boolean,
  answer: Answer | "hang" | "reset" = refusal(500),
): Mutant {
  return {
    title,
    caughtBy: `robustness/${check}`,
    breaking: instead(
      (request, surroundings) => isJson(surroundings, request) && isMeant(request.body.toString()),
      answer,
    ),
  };
}

/** What nobody can read is taken for a good request. */
function taking(title: string, check: string, isMeant: (text: string) => boolean): Mutant {
  return {
    title,
    caughtBy: `robustness/${check}`,
    breaking: (surroundings) => (request, sound) =>
      sound(
        isJson(surroundings, request) && isMeant(request.body.toString())
          ? withParameters(surroundings, request, rightParameters(surroundings))
          : request,
      ),
  };
}

function isJson(surroundings: Surroundings, request: Received): boolean {
  return (
    isTokenRequest(surroundings, request) &&
    request.headers["content-type"]?.startsWith(surroundings.contract.flows.json.mediaType) === true
  );
}
