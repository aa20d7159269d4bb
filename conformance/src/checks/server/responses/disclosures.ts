import type { Check, CheckContext } from "../../../check.ts";
import type { WireRequest, WireResponse } from "../../../wire/exchange.ts";
import type { RecordedExchange } from "../../../wire/recorder.ts";
import { mediaTypeOf } from "../header-fields.ts";
import { everyResponse } from "./every-response.ts";

/** Lines of stack traces of common languages, also escaped in JSON. */
const STACK_TRACE =
  /\bat [\w$.<>[\] ]+\([^()]*:\d+(?::\d+)?\)|\bat (?:file:\/\/|node:|\/|[A-Z]:\\)[^\s]+:\d+:\d+|Traceback \(most recent call last\)|File \\?"[^"]+\\?", line \d+|\.(?:rb|php|go|py):\d+:in\b|goroutine \d+ \[|\bin [\w:\\/.-]+\.(?:cs|php)(?::line | on line )\d+/;

/** What common databases say about a query that they cannot read. */
const DATABASE_ERROR =
  /\bORA-\d{5}\b|\bSQLSTATE\b|\bSQL syntax\b|\bSqlException\b|\bquoted string not properly terminated\b|\bunterminated quoted string\b|\bUnclosed quotation mark\b|\bMongo(?:Server)?Error\b|\bSELECT\s+[\w*,."`[\] ]+\s+FROM\s+\w/;

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
/** Addresses of private networks (RFC 1918), of this machine and of clusters. */
const INTERNAL_HOST = new RegExp(
  [
    `(?<![\\w.-])(?:10(?:\\.${OCTET}){3}|192\\.168(?:\\.${OCTET}){2}|172\\.(?:1[6-9]|2\\d|3[01])(?:\\.${OCTET}){2}|127(?:\\.${OCTET}){3})(?![\\w.-])`,
    "(?<![\\w.-])localhost:\\d+",
    // It starts at the start of a name: from every other character of a long word, the search would fail again.
    "(?<![\\w-])(?<![\\w-]\\.)[\\w-]+(?:\\.[\\w-]+)*\\.(?:internal|svc\\.cluster\\.local|localdomain|corp|lan)(?![\\w-])",
  ].join("|"),
  "gi",
);
/** Paths of files on a server. */
const FILE_PATH =
  /(?<![\w/.:])\/(?:home|usr|var|opt|srv|root|app|etc|tmp|Users)\/[\w.-]+(?:\/[\w.-]+)+|(?<!\w)[A-Z]:\\{1,2}[\w.-]+\\{1,2}[\w.\\-]+/g;

const MARKUP = /<[a-z!/?][^<>]{0,200}>/gi;
/** Shorter bodies, such as `null`, occur by chance. */
const LEAST_REPEATED = 20;

/** What responses say about the server, or repeat of a request. */
export function disclosureChecks(): Check[] {
  return [
    everyResponse({
      name: "no-stack-trace",
      title: "No response contains a stack trace",
      requirement: "rfc9110#17.12",
      expected: "no stack trace",
      inspect:
        () =>
        ({ response }) =>
          STACK_TRACE.exec(response.body)?.[0],
    }),
    everyResponse({
      name: "no-database-error",
      title: "No response contains the message of a database, or part of a query",
      requirement: "rfc9110#17.12",
      expected: "no message of a database",
      inspect:
        () =>
        ({ request, response }) => {
          const found = [response.body, ...Object.values(response.headers)].map(
            (text) => DATABASE_ERROR.exec(text)?.[0],
          );
          return found.find((text) => text !== undefined && !textOf(request).includes(text));
        },
    }),
    everyResponse({
      name: "server-details",
      title: "Server does not list the versions of several products",
      requirement: "rfc9110#10.2.4",
      expected: "at most one product with a version",
      inspect:
        () =>
        ({ response: { headers } }) => {
          const server = headers["server"] ?? "";
          return (server.match(/[\w-]+\/v?\d/g) ?? []).length > 1 ? `Server: ${server}` : undefined;
        },
    }),
    everyResponse({
      name: "no-internal-address",
      title: "No response contains an address of an internal network, or the path of a file on the server",
      requirement: "rfc9110#17.12",
      expected: "no internal address and no path of a file",
      inspect: (context) => (exchange) => internalAddressIn(context, exchange),
    }),
    everyResponse({
      name: "no-reflection",
      title: "No rejection repeats the body of the request, or markup in the request as markup",
      requirement: "rfc9110#17.4",
      expected: "no part of the request",
      inspect:
        () =>
        ({ request, response }) =>
          reflectionIn(request, response),
    }),
  ];
}

/** What the request names itself is not a disclosure, and neither is the address of the server under test. */
function internalAddressIn({ target }: CheckContext, { request, response }: RecordedExchange): string | undefined {
  const sent = textOf(request).toLowerCase();
  const own = [target.baseUrl, target.secureUrl ?? target.baseUrl].map((url) => new URL(url).hostname);
  const isKnown = (found: string) => {
    const host = found.toLowerCase().replace(/:\d+$/, "");
    return own.includes(host) || (isLoopbackName(host) && own.some(isLoopbackName)) || sent.includes(host);
  };
  const places = [["the body", response.body], ...Object.entries(response.headers)] as const;
  for (const [place, text] of places) {
    const found = [...text.matchAll(INTERNAL_HOST), ...text.matchAll(FILE_PATH)].find(([match]) => !isKnown(match));
    if (found) {
      return `${found[0]} in ${place}`;
    }
  }
  return undefined;
}

function isLoopbackName(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

function reflectionIn(request: WireRequest, response: WireResponse): string | undefined {
  const { body } = response;
  const sent = request.body?.trim() ?? "";
  const isRepeated =
    sent.length >= LEAST_REPEATED && [sent, JSON.stringify(sent).slice(1, -1)].some((text) => body.includes(text));
  if (response.status >= 400 && isRepeated) {
    return "the body of the request";
  }
  const isMarkup = /html|xml/.test(mediaTypeOf(response)) || mediaTypeOf(response) === "";
  const reflected = isMarkup ? [...textOf(request).matchAll(MARKUP)].find(([tag]) => body.includes(tag)) : undefined;
  return reflected && `${reflected[0]} of the request`;
}

/** Everything that the request says, with the URL decoded. */
function textOf({ url, target = "", headers, body = "" }: WireRequest): string {
  return [decode(url), decode(target), ...Object.values(headers).flat(), body, decode(body)].join("\n");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
