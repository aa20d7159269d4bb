import type { Check, CheckContext, Finding } from "../../../check.ts";
import { offerCipherSuites } from "../../../wire/client-hello.ts";
import { NoResponse } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { bearer, call } from "../bearer/calls.ts";
import { isServed, isSuccess } from "../bearer/served.ts";

/** The codes of TLS 1.2 cipher suites without protection, by what they lack. */
const WEAK_SUITES: Readonly<Record<string, readonly number[]>> = {
  "no encryption (NULL)": [0x0001, 0x0002, 0x003b, 0xc001, 0xc006, 0xc00b, 0xc010],
  "RC4 encryption": [0x0004, 0x0005, 0xc002, 0xc007, 0xc00c, 0xc011],
  "export-grade encryption": [0x0003, 0x0006, 0x0008, 0x000b, 0x000e, 0x0011, 0x0014],
  "DES or 3DES encryption": [
    0x0009, 0x000a, 0x000c, 0x000d, 0x000f, 0x0010, 0x0012, 0x0013, 0x0015, 0x0016, 0xc003, 0xc008, 0xc00d, 0xc012,
  ],
  "no authentication (anonymous Diffie-Hellman)": [
    0x0017, 0x0018, 0x0019, 0x001a, 0x001b, 0x0034, 0x003a, 0x006c, 0x006d, 0x00a6, 0x00a7, 0xc015, 0xc016, 0xc017,
    0xc018, 0xc019,
  ],
};

/** Addresses at which only the loopback interface carries a request. */
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Encryption that does not protect, and the resource without encryption. */
export function protectionChecks(): Check[] {
  return [
    {
      id: "transport/cipher-suites",
      title: "The server rejects cipher suites without encryption or authentication, and broken ones",
      requirement: "rfc9325#4.1",
      needs: ["tls"],
      requests: 0,
      async run({ target }) {
        const url = new URL(target.secureUrl ?? "");
        const suite = await offerCipherSuites(url, Object.values(WEAK_SUITES).flat(), target.deadline, target);
        if (suite === undefined) {
          return [];
        }
        const [weakness] = Object.entries(WEAK_SUITES).find(([, suites]) => suites.includes(suite)) ?? [
          "an unknown suite",
        ];
        const code = suite.toString(16).padStart(4, "0");
        return [{ expected: "no connection", seen: `a cipher suite with ${weakness}, 0x${code}` }];
      },
    },
    {
      id: "transport/plain-http-resource",
      title: "The server does not return the resource over plain http",
      requirement: "rfc6750#5.3",
      needs: ["tls", "resource"],
      run: callWithoutTls,
    },
  ];
}

/** Only on this machine does the call carry an access token: elsewhere, anybody could read it. */
async function callWithoutTls(context: CheckContext): Promise<readonly Finding[]> {
  const { secureUrl = "", resource } = context.target;
  const valid = await context.validCall();
  const { accessToken } = await context.sharedToken("json");
  const secure = new URL(secureUrl);
  const url = `http://${secure.host}${secure.pathname.replace(/\/$/, "")}${resource?.path}`;
  const isLocal = LOOPBACK.test(secure.hostname);
  try {
    const exchange = await call(context, isLocal ? bearer(context, accessToken) : undefined, { url });
    const isReturned = isLocal ? isSuccess(exchange.response) : isServed(valid, exchange);
    return expectThat(!isReturned, "no success over plain http", exchange);
  } catch (error) {
    if (error instanceof NoResponse) {
      return [];
    }
    throw error;
  }
}
