import { parameters } from "@microbilt-oauth/spec/contract";
import type { Mutant, Received } from "./mutant.ts";
import {
  answering,
  flowOf,
  instead,
  isTokenRequest,
  readingParameters,
  refusal,
  rightParameters,
  type Values,
  withHeaders,
  withParameters,
} from "./requests.ts";

type Meaning = "clientId" | "clientSecret" | "grantType";
type Flow = "json" | "form";

/** Token requests that are granted though they should not be, or are refused in another way. */
export const refusalMutants: readonly Mutant[] = [
  ...(["json", "form"] as const).flatMap((flow) =>
    (["clientId", "clientSecret", "grantType"] as const).flatMap((meaning) => [
      lenient(flow, "without", meaning, (value) => value === undefined),
      lenient(flow, "empty", meaning, (value) => value === ""),
    ]),
  ),
  ...(["clientId", "clientSecret", "grantType"] as const).flatMap((meaning) => [
    lenient("json", "null", meaning, (value) => value === null),
    lenient("json", "list-of", meaning, Array.isArray),
    repeating(meaning),
  ]),
  failingOnLength("json", "clientId"),
  failingOnLength("json", "clientSecret"),
  failingOnLength("form", "clientId"),
  failingOnLength("form", "clientSecret"),
  lenient("json", "long", "grantType", (value) => String(value).length > 1_000),
  lenient("form", "long", "grantType", (value) => String(value).length > 1_000),
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
  ...(["json", "form"] as const).flatMap((flow): Mutant[] => [
    {
      title: `${flow}: any client secret is taken`,
      caughtBy: `refusals/${flow}-wrong-secret`,
      breaking: forgiving(
        flow,
        "clientSecret",
        (given, right) => typeof given === "string" && given !== "" && given !== right,
      ),
    },
    {
      title: `${flow}: any client id is taken`,
      caughtBy: `refusals/${flow}-unknown-client`,
      breaking: forgiving(
        flow,
        "clientId",
        (given) => typeof given === "string" && given.startsWith("not-a-credential"),
      ),
    },
    {
      title: `${flow}: the grant type is not looked at`,
      caughtBy: `refusals/${flow}-grant-type`,
      breaking: forgiving(flow, "grantType", (given) => typeof given === "string" && given !== ""),
    },
    {
      title: `${flow}: the grant type may be in upper case`,
      caughtBy: `refusals/${flow}-grant-type-case`,
      breaking: forgiving(
        flow,
        "grantType",
        (given, right) => typeof given === "string" && given.toLowerCase() === right,
      ),
    },
  ]),
  secretTaken(
    "a client secret is compared as far as it goes",
    "cut-secret",
    (given, right) => given.length > 1 && right.startsWith(given),
  ),
  secretTaken("what stands behind the client secret is not looked at", "longer-secret", (given, right) =>
    given.startsWith(right),
  ),
  secretTaken(
    "white space around the client secret does not count",
    "padded-secret",
    (given, right) => given.trim() === right,
  ),
  secretTaken(
    "the case of the client secret does not count",
    "secret-case",
    (given, right) => given.toLowerCase() === right.toLowerCase(),
  ),
  {
    title: "the case of the client id does not count",
    caughtBy: "refusals/id-case",
    breaking: forgiving("json", "clientId", (given, right) => String(given).toLowerCase() === right.toLowerCase()),
  },
  {
    title: "the client id and the client secret may be exchanged",
    caughtBy: "refusals/swapped",
    breaking: readingParameters((values, surroundings) =>
      values[parameters.clientId] === surroundings.credentials.clientSecret ? rightParameters(surroundings) : undefined,
    ),
  },
  {
    title: "the client secret of any application is taken",
    caughtBy: "refusals/secret-of-another",
    breaking: (surroundings) => {
      const { contract } = surroundings;
      const secrets = new Set<unknown>();
      return async (request, sound) => {
        const answer = await sound(request);
        const values = bodyOf(request);
        const secret = values[parameters.clientSecret];
        if (answer.status === 200) {
          secrets.add(secret);
          return answer;
        }
        const isKnown = values[parameters.clientId] === surroundings.credentials.clientId && secrets.has(secret);
        return isKnown && values[parameters.grantType] === contract.grantTypes[0]
          ? sound(withParameters(surroundings, request, rightParameters(surroundings)))
          : answer;
      };
    },
  },
  {
    title: "wrong credentials are refused with 403",
    caughtBy: "refusals/wrong-secret-status",
    breaking: answering((answer, surroundings, request) =>
      isTokenRequest(surroundings, request) && answer.status === 401 ? { ...answer, status: 403 } : answer,
    ),
  },
  {
    title: "the refusal tells an unknown client from a wrong secret",
    caughtBy: "refusals/alike",
    breaking: answering((answer, surroundings, request) =>
      isTokenRequest(surroundings, request) &&
      answer.status === 401 &&
      bodyOf(request)[parameters.clientId] === surroundings.credentials.clientId
        ? { ...answer, body: answer.body.replace("ClientId", "ClientSecret") }
        : answer,
    ),
  },
  {
    title: "refusals repeat the request",
    caughtBy: "refusals/no-secret",
    breaking: answering((answer, surroundings, request) =>
      isTokenRequest(surroundings, request) && answer.status >= 400
        ? { ...answer, body: answer.body.replace("{", `{"request":${JSON.stringify(request.body.toString())},`) }
        : answer,
    ),
  },
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
          flowOf(surroundings, request) === flow && query.has(parameters.clientId) && query.has(parameters.clientSecret)
            ? withParameters(surroundings, request, {
                ...Object.fromEntries(query),
                [parameters.grantType]: surroundings.contract.grantTypes[0],
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

/** A parameter that is not right in some way is taken for the right one. */
function lenient(flow: Flow, kind: string, meaning: Meaning, isTaken: (value: unknown) => boolean): Mutant {
  const name = parameters[meaning];
  return {
    title: `${flow}: ${kind} ${name}, and granted`,
    caughtBy: `refusals/${flow}-${kind}-${name}`,
    breaking: forgiving(flow, meaning, isTaken),
  };
}

function forgiving(
  flow: Flow,
  meaning: Meaning,
  isTaken: (value: unknown, right: string) => boolean,
): NonNullable<Mutant["breaking"]> {
  return readingParameters((values, surroundings, given) => {
    const name = parameters[meaning];
    const right = rightParameters(surroundings);
    return given === flow && isTaken(values[name], String(right[name]))
      ? { ...values, [name]: right[name] }
      : undefined;
  });
}

function secretTaken(title: string, check: string, isTaken: (given: string, right: string) => boolean): Mutant {
  return {
    title,
    caughtBy: `refusals/${check}`,
    breaking: forgiving("json", "clientSecret", (given, right) => isTaken(String(given), right)),
  };
}

/** Of a field that is there twice, the last counts. */
function repeating(meaning: Meaning): Mutant {
  return {
    title: `form: of a repeated ${parameters[meaning]}, the last counts`,
    caughtBy: `refusals/form-repeated-${parameters[meaning]}`,
    breaking: (surroundings) => (request, sound) => {
      const name = parameters[meaning];
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
    title: `${flow}: a long ${parameters[meaning]} is too much`,
    caughtBy: `refusals/${flow}-long-${parameters[meaning]}`,
    breaking: instead((request, surroundings) => {
      const value = flowOf(surroundings, request) === flow && bodyOf(request)[parameters[meaning]];
      return String(value).length > 10_000;
    }, refusal(500)),
  };
}

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

function bodyOf({ body, headers }: Received): Values {
  try {
    return headers["content-type"]?.includes("json")
      ? (JSON.parse(body.toString()) ?? {})
      : Object.fromEntries(new URLSearchParams(body.toString()));
  } catch {
    return {};
  }
}
