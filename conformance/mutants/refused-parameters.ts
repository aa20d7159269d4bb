import type { Mutant } from "./mutant.ts";
import {
  answering,
  bodyOf,
  type Flow,
  flowOf,
  forgiving,
  instead,
  isTokenRequest,
  type Meaning,
  readingParameters,
  refusal,
} from "./requests.ts";

/** Token requests that are granted, or break something, though a parameter is missing or is not what it should be. */
export const refusedParameterMutants: readonly Mutant[] = [
  ...(["json", "form"] as const).flatMap((flow) =>
    (["client_id", "client_secret", "grant_type"] as const).flatMap((meaning) => [
      lenient(flow, "without", meaning, (value) => value === undefined),
      lenient(flow, "empty", meaning, (value) => value === ""),
    ]),
  ),
  ...(["client_id", "client_secret", "grant_type"] as const).flatMap((meaning) => [
    lenient("json", "null", meaning, (value) => value === null),
    lenient("json", "list-of", meaning, Array.isArray),
    repeating(meaning),
  ]),
  failingOnLength("json", "client_id"),
  failingOnLength("json", "client_secret"),
  failingOnLength("form", "client_id"),
  failingOnLength("form", "client_secret"),
  lenient("json", "long", "grant_type", (value) => String(value).length > 1_000),
  lenient("form", "long", "grant_type", (value) => String(value).length > 1_000),
  {
    title: "the refusal of an incomplete request has the status 422",
    caughtBy: "refusals/missing-parameter-status",
    breaking: answering((answer, surroundings, request) =>
      isTokenRequest(surroundings, request) && answer.status === 400 ? { ...answer, status: 422 } : answer,
    ),
  },
  {
    title: "the grant type of JSON may stand in the query",
    caughtBy: "refusals/query-instead-of-json",
    breaking: readingParameters((values, _, flow) => (flow === "json" ? values : undefined)),
  },
  {
    title: "a grant type in the query of a JSON request is not looked at",
    caughtBy: "refusals/query-against-json",
    breaking: (surroundings) => (request, sound) =>
      sound(flowOf(surroundings, request) === "json" ? { ...request, query: "" } : request),
  },
  {
    title: "parameters may stand in __proto__",
    caughtBy: "refusals/inherited-parameters",
    breaking: (surroundings) => (request, sound) => {
      const body = request.body.toString();
      return sound(
        flowOf(surroundings, request) === "json" && body.startsWith('{"__proto__":')
          ? { ...request, body: Buffer.from(body.slice('{"__proto__":'.length, -1)) }
          : request,
      );
    },
  },
];

/** A parameter that is not right in some way is taken for the right one. */
function lenient(flow: Flow, kind: string, meaning: Meaning, isTaken: (value: unknown) => boolean): Mutant {
  const name = meaning;
  return {
    title: `${flow}: ${kind} ${name}, and granted`,
    caughtBy: `refusals/${flow}-${kind}-${name}`,
    breaking: forgiving(flow, meaning, isTaken),
  };
}

/** Of a field that is there twice, the last counts. */
function repeating(meaning: Meaning): Mutant {
  return {
    title: `form: of a repeated ${meaning}, the last counts`,
    caughtBy: `refusals/form-repeated-${meaning}`,
    breaking: (surroundings) => (request, sound) => {
      const name = meaning;
      const once = (form: string) => {
        const fields = new URLSearchParams(form);
        const last = fields.getAll(name).at(-1);
        if (last !== undefined) {
          fields.set(name, last);
        }
        return fields.toString();
      };
      return sound(
        flowOf(surroundings, request) === "form"
          ? { ...request, query: once(request.query), body: Buffer.from(once(request.body.toString())) }
          : request,
      );
    },
  };
}

function failingOnLength(flow: Flow, meaning: Meaning): Mutant {
  return {
    title: `${flow}: a long ${meaning} is too much`,
    caughtBy: `refusals/${flow}-long-${meaning}`,
    breaking: instead((request, surroundings) => {
      const value = flowOf(surroundings, request) === flow && bodyOf(request)[meaning];
      return String(value).length > 10_000;
    }, refusal(500)),
  };
}
