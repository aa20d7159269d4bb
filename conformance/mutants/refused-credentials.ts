import type { Mutant } from "./mutant.ts";
import {
  answering,
  bodyOf,
  forgiving,
  isTokenRequest,
  readingParameters,
  rightParameters,
  withParameters,
} from "./requests.ts";

/** Credentials that are taken though they are not those of an application, or are refused with too many words. */
export const refusedCredentialMutants: readonly Mutant[] = [
  ...(["json", "form"] as const).flatMap((flow): Mutant[] => [
    {
      title: `${flow}: any client secret is taken`,
      caughtBy: `refusals/${flow}-wrong-secret`,
      breaking: forgiving(
        flow,
        "client_secret",
        (given, right) => typeof given === "string" && given !== "" && given !== right,
      ),
    },
    {
      title: `${flow}: any client id is taken`,
      caughtBy: `refusals/${flow}-unknown-client`,
      breaking: forgiving(
        flow,
        "client_id",
        (given) => typeof given === "string" && given.startsWith("not-a-credential"),
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
    breaking: forgiving("json", "client_id", (given, right) => String(given).toLowerCase() === right.toLowerCase()),
  },
  {
    title: "the client id and the client secret may be exchanged",
    caughtBy: "refusals/swapped",
    breaking: readingParameters((values, surroundings) =>
      values["client_id"] === surroundings.credentials.clientSecret ? rightParameters(surroundings) : undefined,
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
        const secret = values["client_secret"];
        if (answer.status === 200) {
          secrets.add(secret);
          return answer;
        }
        const isKnown = values["client_id"] === surroundings.credentials.clientId && secrets.has(secret);
        return isKnown && values["grant_type"] === contract.grantTypes[0]
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
      bodyOf(request)["client_id"] === surroundings.credentials.clientId
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
];

function secretTaken(title: string, check: string, isTaken: (given: string, right: string) => boolean): Mutant {
  return {
    title,
    caughtBy: `refusals/${check}`,
    breaking: forgiving("json", "client_secret", (given, right) => isTaken(String(given), right)),
  };
}
