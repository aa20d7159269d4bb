import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Credentials } from "../../../target.ts";
import type { Exchange, WireRequest } from "../../../wire/exchange.ts";
import { validParameters } from "../../../wire/token-request.ts";
import { expectThat } from "../../findings.ts";
import { buildTokenRequest } from "../token-requests.ts";
import { rejectsEach, type Variant } from "../variants.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";

const METHODS = ["GET", "PUT", "PATCH", "DELETE"];

/** Header fields with which some frameworks let a client replace the method. */
const OVERRIDE_FIELDS = ["x-http-method-override", "x-http-method", "x-method-override"];

/** Token requests with another method, in every form in which the parameters can be sent. */
export function otherMethodChecks({ contract }: Spec): Check[] {
  const { method: documented } = contract.tokenEndpoint;
  const methods = METHODS.filter((method) => method !== documented);
  return [
    rejectsEach(
      {
        id: "refusals/methods-with-form",
        title: `The token endpoint rejects a form token request with a method other than ${documented}`,
        requirement: "rfc6749#3.2",
        flow: "form",
      },
      methods.map((method) => ({
        name: `${method} with a form`,
        build: (context) => ({ ...buildTokenRequest(context, "form"), method }),
      })),
    ),
    rejectsEach(
      {
        id: "refusals/methods-with-query",
        title: "The token endpoint rejects a token request with all parameters in the query, whatever the method",
        requirement: "rfc6749#2.3.1",
        flow: "json",
      },
      [documented, ...methods].map((method) => ({
        name: `${method} with all parameters in the query`,
        build: (context) => inQuery(context, method),
      })),
    ),
    rejectsEach(
      {
        id: "refusals/method-options",
        title: "The token endpoint rejects a token request with the method OPTIONS",
        requirement: "rfc6749#3.2",
        flow: "json",
      },
      FORMS.map(([form, build]) => ({ name: `OPTIONS with ${form}`, build: (context) => build(context, "OPTIONS") })),
    ),
    {
      id: "refusals/method-head",
      title: "The token endpoint rejects a token request with the method HEAD",
      requirement: "rfc6749#3.2",
      needs: ["credentials"],
      baseline: "json",
      requests: 2 * FORMS.length,
      wrongSecrets: FORMS.length,
      async run(context) {
        const findings: Finding[] = [];
        for (const [form, build] of FORMS) {
          findings.push(...(await rejectHead(context, form, build)));
        }
        return findings;
      },
    },
    rejectsEach(
      {
        id: "refusals/method-override",
        title: `The token endpoint rejects a GET that names ${documented} as its method in a header field or the query`,
        requirement: "rfc6749#3.2",
        flow: "json",
      },
      overrides(documented),
    ),
  ];
}

/** Builds a token request with a method. */
type BuildWithMethod = (context: CheckContext, method: string, credentials?: Credentials) => WireRequest;

/** Every form in which the parameters can be sent, as findings call it. */
const FORMS: readonly (readonly [form: string, build: BuildWithMethod])[] = [
  [
    "a JSON body",
    (context, method, credentials) => ({ ...buildTokenRequest(context, "json", { credentials }), method }),
  ],
  ["a form", (context, method, credentials) => ({ ...buildTokenRequest(context, "form", { credentials }), method })],
  ["all parameters in the query", inQuery],
];

function inQuery(
  { contract, target }: CheckContext,
  method: string,
  credentials: Credentials = target.credentials,
): WireRequest {
  const url = new URL(target.baseUrl + contract.tokenEndpoint.path);
  for (const [name, value] of Object.entries(validParameters(contract, credentials))) {
    url.searchParams.set(name, String(value));
  }
  return { method, url: url.href, headers: { accept: contract.tokenResponse.mediaType } };
}

/** The response to a HEAD has no body: the token endpoint processes it if its status depends on the credentials. */
async function rejectHead(context: CheckContext, form: string, build: BuildWithMethod): Promise<readonly Finding[]> {
  const valid = await context.send(build(context, "HEAD"));
  if (!isSuccess(valid)) {
    return [];
  }
  const { clientId } = context.target.credentials;
  const wrong = await context.send(build(context, "HEAD", { clientId, clientSecret: UNKNOWN_CREDENTIAL }));
  return expectThat(
    isSuccess(wrong),
    `the same response to HEAD with ${form} whether the client_secret is valid or not`,
    valid,
    `status ${valid.response.status}, and ${wrong.response.status} with a wrong client_secret`,
  );
}

function isSuccess({ response: { status } }: Exchange): boolean {
  return status >= 200 && status < 300;
}

function overrides(documented: string): readonly Variant[] {
  return [
    ...OVERRIDE_FIELDS.map(
      (field): Variant => ({
        name: `GET with a JSON body and ${field}: ${documented}`,
        build: (context) => ({
          ...buildTokenRequest(context, "json", { headers: { [field]: documented } }),
          method: "GET",
        }),
      }),
    ),
    {
      name: `GET with a JSON body and _method=${documented} in the query`,
      build(context) {
        const request = buildTokenRequest(context, "json");
        return { ...request, method: "GET", url: `${request.url}?_method=${documented}` };
      },
    },
    {
      name: `GET with all parameters and _method=${documented} in the query`,
      build(context) {
        const request = inQuery(context, "GET");
        return { ...request, url: `${request.url}&_method=${documented}` };
      },
    },
    {
      name: `GET with all parameters in the query and X-HTTP-Method-Override: ${documented}`,
      build(context) {
        const request = inQuery(context, "GET");
        return { ...request, headers: { ...request.headers, "x-http-method-override": documented } };
      },
    },
  ];
}
