import { once } from "node:events";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { Check, CheckContext } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { NoResponse } from "../../wire/exchange.ts";
import { tokenRequestTo } from "../../wire/token-request.ts";
import { expecting, granted, ungranted } from "../findings.ts";
import { callOf } from "./bearer/bearer-calls.ts";

const OLD_VERSIONS = ["TLSv1", "TLSv1.1"] as const;

/** Connections: that they can be used again, and that nobody listens in. */
export function transportChecks({ contract }: Spec): Check[] {
  return [
    {
      id: "transport/after-a-refusal",
      title: "On a connection on which a request was refused, the next is granted",
      requirement: "rfc9112#9.3",
      requests: 2,
      async run({ target, sendOnOneConnection }) {
        const good = tokenRequestTo(target, contract, "json");
        const incomplete = tokenRequestTo(target, contract, "json", {
          parameters: { client_secret: undefined },
        });
        const [, last] = await sendOnOneConnection([incomplete, good]);
        return last ? granted(contract, last) : [];
      },
    },
    {
      id: "transport/no-mix-up",
      title: "On one connection, each answer belongs to its request",
      requirement: "rfc9112#9.3",
      needs: ["resource", "tokens"],
      requests: 3,
      async run({ target, sendOnOneConnection }) {
        const good = tokenRequestTo(target, contract, "json");
        const call = callOf(target, contract);
        const [first, second, third] = await sendOnOneConnection([good, call, good]);
        return [
          ...(first ? granted(contract, first) : []),
          ...(second ? ungranted(contract, second) : []),
          ...(third ? granted(contract, third) : []),
        ];
      },
    },
    {
      id: "transport/certificate",
      title: "The certificate is valid for the host, and vouched for by a trusted authority",
      requirement: "rfc9110#4.3.4",
      needs: ["tls"],
      requests: 0,
      async run(context) {
        const problem = await handshake(context, {});
        return problem === undefined ? [] : [{ expected: "a valid certificate", seen: problem }];
      },
    },
    {
      id: "transport/tls-version",
      title: `Connections with ${OLD_VERSIONS.join(" or ")} are refused`,
      requirement: "rfc9325#3.1.1",
      needs: ["tls"],
      requests: 0,
      async run(context) {
        const outcomes = await Promise.all(
          OLD_VERSIONS.map(async (version) => ({
            version,
            problem: await handshake(context, {
              minVersion: version,
              maxVersion: version,
              // OpenSSL offers these versions only when asked for no security at all.
              ciphers: "DEFAULT@SECLEVEL=0",
            }),
          })),
        );
        return outcomes.flatMap(({ version, problem }) =>
          problem === undefined ? [{ expected: "no connection", seen: `a connection with ${version}` }] : [],
        );
      },
    },
    {
      id: "transport/plain-http",
      title: "Over plain http no token request is served",
      requirement: "rfc6749#3.2",
      needs: ["tls"],
      async run(context) {
        // Without credentials: whoever listens in must not learn any.
        const { target } = context;
        const url = new URL(secureUrlOf(context));
        url.protocol = "http:";
        const request = {
          ...tokenRequestTo({ ...target, baseUrl: url.href.replace(/\/$/, "") }, contract, "json"),
          body: "{}",
        };
        try {
          const answered = await context.send(request);
          const { status } = answered.response;
          const isServed = !((status >= 300 && status < 400) || status === 403 || status === 404 || status === 426);
          const isForTls = status === 400 && !answered.response.headers["content-type"]?.includes("json");
          return expecting("no answer, a redirect, 403, 404 or 426", !isServed || isForTls, answered);
        } catch (error) {
          if (error instanceof NoResponse) {
            return [];
          }
          throw error;
        }
      },
    },
  ];
}

function secureUrlOf({ target }: CheckContext): string {
  if (target.secureUrl === undefined) {
    throw new Error("A check of TLS must say that it needs it.");
  }
  return target.secureUrl;
}

/** Why there is no connection; undefined when there is one. */
async function handshake(context: CheckContext, options: object): Promise<string | undefined> {
  const { hostname, port } = new URL(secureUrlOf(context));
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const { ca, deadline } = context.target;
  try {
    const socket = connect({
      host,
      port: Number(port || 443),
      // Server names are no addresses (RFC 6066, section 3).
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca !== undefined && { ca }),
      ...options,
    });
    try {
      await once(socket, "secureConnect", { signal: AbortSignal.timeout(deadline) });
      return undefined;
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return (error as Error).message;
  }
}
