import { below, type Endpoint, type OpenApiDocument, type Pointer, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { readIssuedToken } from "../../../wire/issued-token.ts";
import { expectToken } from "../../findings.ts";
import { type ParameterName, schemaPointer } from "../../pointers.ts";
import { basic, encodeInForm } from "../basic.ts";
import { buildTokenRequest } from "../token-requests.ts";

const GRANT_TYPE: ParameterName = "grant_type";

/** The forms of a token request that public clients send and MicroBilt does not document. */
export function observedRequestChecks({ document, contract }: Spec): Check[] {
  const { aliases, method } = contract.tokenEndpoint;
  const [grantType = ""] = contract.grantTypes;
  return [
    ...aliases.map((alias) => aliasCheck(alias, method)),
    observed({
      name: "observed-form",
      what: `a form token request with ${GRANT_TYPE} as a form field`,
      requirement: below(schemaPointer("ObservedFormTokenRequest"), "properties", GRANT_TYPE),
      baseline: "form",
      build: (context) => withFormFields(context, { ...formFields(context), [GRANT_TYPE]: grantType }),
    }),
    observed({
      name: "observed-basic",
      what: `HTTP Basic with ${GRANT_TYPE} as a form field`,
      requirement: pointerTo("components", "securitySchemes", "clientBasic"),
      baseline: "form",
      build(context) {
        const { clientId, clientSecret } = context.target.credentials;
        const request = withFormFields(context, { [GRANT_TYPE]: grantType });
        const authorization = basic([clientId, clientSecret].map(encodeInForm).join(":"));
        return { ...request, headers: { ...request.headers, authorization } };
      },
    }),
  ].filter(({ requirement }) => isInDocument(document, requirement as Pointer));
}

/** A check of another path or another method of the token endpoint. */
function aliasCheck({ method, path, pointer }: Endpoint, documented: string): Check {
  return observed({
    name: aliasCheckName(method, documented),
    what: `a ${method} with a JSON body at ${path}`,
    requirement: pointer,
    baseline: "json",
    build(context) {
      const request = buildTokenRequest(context, "json");
      return { ...request, method, url: context.target.baseUrl + path };
    },
  });
}

/** The name of the check of an alias: it is about the path, unless the method is another one. */
export function aliasCheckName(method: string, documented: string): string {
  return method === documented ? "observed-path" : `observed-${method.toLowerCase()}`;
}

interface ObservedRequest extends Pick<Check, "requirement" | "baseline"> {
  readonly name: string;
  /** Names the request in a sentence. */
  readonly what: string;
  build(context: CheckContext): WireRequest;
}

/** A check with a note if the server accepts the request. */
function observed({ name, what, build, ...check }: ObservedRequest): Check {
  return {
    ...check,
    id: `token-request/${name}`,
    title: `The token endpoint also accepts ${what}`,
    needs: ["credentials"],
    async run(context) {
      const exchange = await context.send(build(context));
      if (readIssuedToken(exchange)) {
        context.note(`The token endpoint accepts ${what}.`);
      }
      return expectToken(exchange);
    },
  };
}

function formFields({ target: { credentials } }: CheckContext): Readonly<Partial<Record<ParameterName, string>>> {
  return { client_id: credentials.clientId, client_secret: credentials.clientSecret };
}

/** Builds a form token request whose parameters are all in the body. */
function withFormFields(context: CheckContext, fields: Readonly<Partial<Record<ParameterName, string>>>): WireRequest {
  const request = buildTokenRequest(context, "form");
  const { origin, pathname } = new URL(request.url);
  return { ...request, url: origin + pathname, body: new URLSearchParams(fields).toString() };
}

function isInDocument(document: OpenApiDocument, pointer: Pointer): boolean {
  try {
    return resolve(document, pointer) !== undefined;
  } catch {
    return false;
  }
}
