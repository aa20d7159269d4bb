import type { Check, CheckContext, Finding } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { expectThat } from "../../../findings.ts";
import { securitySchemePointer } from "../../../pointers.ts";
import { OTHER_TRUSTED_CLIENTS, PROXIED_CLIENTS, type TrustedClient } from "../../trusted-clients.ts";
import { type Authorization, bearer, NEVER_ISSUED } from "../calls.ts";
import { type CallVariant, isServed, isSuccess, rejectEach, sendVariant, serveNone } from "../served.ts";
import { pathVariants } from "./path-variants.ts";

const UNDOCUMENTED_METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS"];
/** No path has more variants than this one. */
const MOST_PATHS = pathVariants("/a/B", "http://localhost", "/token").length;

/** Header fields that replace the path of a request on some servers. */
const PATH_FIELDS = ["x-original-url", "x-rewrite-url", "x-forwarded-uri", "x-original-uri", "x-forwarded-path"];
/** Header fields and the query parameter that replace the method of a request on some servers. */
const METHOD_FIELDS = ["x-http-method-override", "x-http-method", "x-method-override"];
const METHOD_PARAMETER = "_method";

/** Calls without a valid access token that reach the resource in another way. */
export function bypassChecks({ contract }: Spec): Check[] {
  const requirement = securitySchemePointer(contract);
  const { methods } = contract.resource;
  const methodCheck = (name: string, description: string, needs: Check["needs"], token?: string): Check => ({
    id: `bearer/${name}`,
    title: `The resource server rejects every method ${description}`,
    requirement,
    needs: ["resource", ...(needs ?? [])],
    requests: methods.length + UNDOCUMENTED_METHODS.length,
    async run(context) {
      const authorization = token === undefined ? undefined : bearer(context, token);
      const variantOf = (method: string) => ({
        description: `${method} ${description}`,
        authorization,
        change: { method },
      });
      return [
        ...(await rejectEach(context, methods.map(variantOf))),
        // A success is sound if it is not the resource, such as the response to a CORS preflight.
        ...(await serveNone(context, UNDOCUMENTED_METHODS.map(variantOf))),
      ];
    },
  });
  return [
    methodCheck("methods-without-token", "without an access token", []),
    methodCheck("methods-with-unknown-token", "with an access token that was never issued", ["tokens"], NEVER_ISSUED),
    {
      id: "bearer/head-without-token",
      title: "The resource server responds to HEAD without an access token as it does to GET",
      requirement: "rfc9110#9.3.2",
      needs: ["resource"],
      requests: 2,
      run: compareHeadWithGet,
    },
    {
      id: "bearer/method-override",
      title: "A header field or parameter that overrides the method does not replace an access token",
      requirement,
      needs: ["resource"],
      requests: 3,
      run: overrideMethod,
    },
    {
      id: "bearer/path-variants",
      title: "Another spelling of the resource's path does not replace an access token",
      requirement,
      needs: ["resource"],
      requests: 2 * MOST_PATHS,
      run: tryPaths,
    },
    {
      id: "bearer/forwarding-fields",
      title: "Header fields with which proxies describe a request do not replace an access token",
      requirement,
      needs: ["resource"],
      requests: PROXIED_CLIENTS.length + 2,
      run: forward,
    },
    {
      id: "bearer/trusted-clients",
      title: "No other header field replaces an access token, such as the User-Agent of a health check",
      requirement,
      needs: ["resource"],
      requests: OTHER_TRUSTED_CLIENTS.length,
      run: (context) => serveNone(context, asCalls(OTHER_TRUSTED_CLIENTS)),
    },
  ];
}

async function compareHeadWithGet(context: CheckContext): Promise<readonly Finding[]> {
  await context.validCall();
  const head = await sendVariant(context, { description: "HEAD", change: { method: "HEAD" } });
  if (!isSuccess(head.response)) {
    return [];
  }
  const get = await sendVariant(context, { description: "GET", change: { method: "GET" } });
  return expectThat(isSuccess(get.response), `the status of GET, ${get.response.status}`, head);
}

function overrideMethod(context: CheckContext): Promise<readonly Finding[]> {
  const { baseUrl, resource } = context.target;
  const { method = "", path = "" } = resource ?? {};
  const fields = (value: string) => Object.fromEntries(METHOD_FIELDS.map((name) => [name, value]));
  const url = `${baseUrl}${path}${path.includes("?") ? "&" : "?"}${METHOD_PARAMETER}=${method}`;
  return serveNone(context, [
    {
      description: `OPTIONS with ${method} in ${METHOD_FIELDS.join(", ")}`,
      headers: fields(method),
      change: { method: "OPTIONS" },
    },
    { description: `OPTIONS with ${method} in the query`, change: { method: "OPTIONS", url } },
    { description: `${method} with OPTIONS in ${METHOD_FIELDS.join(", ")}`, headers: fields("OPTIONS") },
  ]);
}

/** A path that requires an access token must not accept just any string as one. */
async function tryPaths(context: CheckContext): Promise<readonly Finding[]> {
  const valid = await context.validCall();
  const { target, contract } = context;
  const paths = pathVariants(target.resource?.path ?? "", target.baseUrl, contract.tokenEndpoint.path);
  const knowsTokens = target.lacks.tokens === undefined;
  const findings: Finding[] = [];
  for (const { description, target: requestTarget } of paths) {
    const send = (authorization: Authorization) =>
      sendVariant(context, { description, authorization, change: { target: requestTarget } });
    const without = await send(undefined);
    findings.push(...expectThat(!isServed(valid, without), `a rejection of the path with ${description}`, without));
    if (knowsTokens && [401, 403].includes(without.response.status)) {
      const unknown = await send(bearer(context, NEVER_ISSUED));
      const expected = `a rejection of an access token that was never issued, at the path with ${description}`;
      findings.push(...expectThat(!isServed(valid, unknown), expected, unknown));
    }
  }
  return findings;
}

function asCalls(clients: readonly TrustedClient[]): CallVariant[] {
  return clients.map(({ description, headers }) => ({ description: `a call ${description}`, headers }));
}

function forward(context: CheckContext): Promise<readonly Finding[]> {
  const { path = "" } = context.target.resource ?? {};
  const paths = (value: string) => Object.fromEntries(PATH_FIELDS.map((name) => [name, value]));
  return serveNone(context, [
    ...asCalls(PROXIED_CLIENTS),
    { description: `a call with another path in ${PATH_FIELDS.join(", ")}`, headers: paths("/") },
    {
      description: `a request to / with the path of the resource in ${PATH_FIELDS.join(", ")}`,
      headers: paths(path),
      change: { target: "/" },
    },
  ]);
}
