import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Exchange, WireRequest } from "../../../wire/exchange.ts";
import { contains, expectThat } from "../../findings.ts";
import { bearer, buildCall } from "../bearer/calls.ts";
import { validRequest } from "./messages.ts";

/** A host that no server under test has. */
const FOREIGN_HOST = "untrusted.example";
/** Header fields that many servers copy from the request to the response. */
const COPIED_FIELDS = ["x-request-id", "x-correlation-id", "x-trace-id", "x-amzn-trace-id", "request-id"];
const INJECTED_FIELD = "x-injected";
/** Ends a header field for a server that decodes it, and starts another. */
const INJECTION = `a%0d%0a${INJECTED_FIELD}:%20yes`;

/** Requests that try to write into the response, and malformed queries. */
export function injectionChecks(): Check[] {
  return [
    {
      id: "http/header-injection",
      title: "The server does not decode a header field of the request into header fields of the response",
      requirement: "rfc9110#5.5",
      requests: 2,
      run: (context) =>
        judgeBoth(
          context,
          (request) => ({
            ...request,
            headers: { ...request.headers, ...Object.fromEntries(COPIED_FIELDS.map((name) => [name, INJECTION])) },
          }),
          (exchange) =>
            expectThat(
              exchange.response.headers[INJECTED_FIELD] === undefined,
              `no header field ${INJECTED_FIELD}`,
              exchange,
            ),
        ),
    },
    {
      id: "http/foreign-host",
      title: "The server does not refer to a host that only X-Forwarded-Host or Forwarded names",
      requirement: "rfc7239#8.1",
      requests: 2,
      run: (context) =>
        judgeBoth(
          context,
          (request) => ({
            ...request,
            headers: { ...request.headers, "x-forwarded-host": FOREIGN_HOST, forwarded: `host=${FOREIGN_HOST}` },
          }),
          (exchange) =>
            // A resource may repeat the header fields of a request.
            expectThat(!contains(exchange.response, `//${FOREIGN_HOST}`), "no URL with this host", exchange),
        ),
    },
    {
      id: "http/malformed-query",
      title: "The server does not fail on a malformed query",
      requirement: "rfc9110#15.5.1",
      requests: 4,
      async run(context) {
        const findings: Finding[] = [];
        for (const query of ["x=%", "%zz=%E0%A4%A&=&&"]) {
          findings.push(
            ...(await judgeBoth(
              context,
              (request) => ({
                ...request,
                target: `${targetOf(request)}${targetOf(request).includes("?") ? "&" : "?"}${query}`,
              }),
              (exchange) => expectThat(exchange.response.status < 500, "a status below 500", exchange),
            )),
          );
        }
        return findings;
      },
    },
  ];
}

/** Sends a valid token request and, if there is a resource, a valid call, each with the same change. */
async function judgeBoth(
  context: CheckContext,
  change: (request: WireRequest) => WireRequest,
  judge: (exchange: Exchange) => Finding[],
): Promise<Finding[]> {
  const findings = judge(await context.send(change(await validRequest(context))));
  if (!context.target.resource || context.target.lacks.resource !== undefined) {
    return findings;
  }
  const { accessToken } = await context.sharedToken("json");
  return [...findings, ...judge(await context.send(change(buildCall(context, bearer(context, accessToken)))))];
}

function targetOf({ url }: WireRequest): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
