import type { ConnectionOptions } from "node:tls";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import { connectWithTls } from "../../../wire/connect.ts";
import { type Exchange, NoResponse } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { isAlike } from "../likeness.ts";
import { buildTokenRequest } from "../token-requests.ts";

const OLD_VERSIONS = ["TLSv1", "TLSv1.1"] as const;

/** Connections with TLS, and without it. */
export function tlsChecks(): Check[] {
  return [
    {
      id: "transport/certificate",
      title: "The server's certificate is valid for its host and issued by a trusted authority",
      requirement: "rfc9110#4.3.4",
      needs: ["tls"],
      requests: 0,
      async run(context) {
        const failure = await connectSecurely(context);
        return failure === undefined ? [] : [{ expected: "a valid certificate", seen: failure }];
      },
    },
    {
      id: "transport/tls-version",
      title: `The server rejects connections with ${OLD_VERSIONS.join(" and ")}`,
      requirement: "rfc9325#3.1.1",
      needs: ["tls"],
      requests: 0,
      async run(context) {
        const findings = await Promise.all(OLD_VERSIONS.map((version) => rejectVersion(context, version)));
        return findings.flat();
      },
    },
    {
      id: "transport/plain-http",
      title: "The server does not serve token requests over plain http",
      requirement: "rfc6749#3.2",
      needs: ["tls"],
      requests: 2,
      async run(context) {
        const url = new URL(secureUrlOf(context));
        url.protocol = "http:";
        // Without credentials: anybody can read a request over plain http.
        const request = { ...buildTokenRequest(context, "json"), body: "{}" };
        const plainRequest = {
          ...request,
          url: request.url.replace(context.target.baseUrl, url.href.replace(/\/$/, "")),
        };
        const secure = await context.send(request);
        try {
          const plain = await context.send(plainRequest);
          const isServed = sharesResponses(plain, secure);
          return expectThat(!isServed, "no response, or another one than over https", plain);
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

async function rejectVersion(context: CheckContext, version: (typeof OLD_VERSIONS)[number]): Promise<Finding[]> {
  const failure = await connectSecurely(context, {
    minVersion: version,
    maxVersion: version,
    // OpenSSL offers these versions only at security level 0.
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  return failure === undefined ? [{ expected: "no connection", seen: `a connection with ${version}` }] : [];
}

/**
 * Whether the token endpoint responded to the first request as it does to the second: a server that does not serve token
 * requests over plain http can say so with any status, but not in the words in which it asks for the credentials.
 */
function sharesResponses(plain: Exchange, secure: Exchange): boolean {
  const { status } = plain.response;
  const isElsewhere = (status >= 300 && status < 400) || [403, 404, 421, 426].includes(status);
  return !isElsewhere && isAlike(plain.response, secure.response);
}

function secureUrlOf({ target }: CheckContext): string {
  if (target.secureUrl === undefined) {
    throw new Error('This check connects with TLS: add "tls" to its needs.');
  }
  return target.secureUrl;
}

/**
 * Opens and closes a TLS connection.
 *
 * @returns why the connection failed; undefined if it did not
 */
async function connectSecurely(context: CheckContext, options: ConnectionOptions = {}): Promise<string | undefined> {
  const { target } = context;
  try {
    const signal = AbortSignal.timeout(target.deadline);
    const socket = await connectWithTls(new URL(secureUrlOf(context)), target, signal, options);
    socket.destroy();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
