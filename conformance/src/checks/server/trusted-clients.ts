/** Header fields that any client can send, and for which some servers trust it. */
import type { WireRequest } from "../../wire/exchange.ts";

/** Header fields that make a request look as if it came from somebody whom the server trusts. */
export interface TrustedClient {
  /** Whom they name, as in "a request with the User-Agent of a health check". */
  readonly description: string;
  /** The header fields. */
  readonly headers: WireRequest["headers"];
}

/** What a proxy tells a server about the client. */
const OF_THIS_MACHINE: WireRequest["headers"] = {
  forwarded: "for=127.0.0.1;host=localhost;proto=https",
  "x-forwarded-for": "127.0.0.1",
  "x-forwarded-host": "localhost",
  "x-forwarded-proto": "https",
  "x-real-ip": "127.0.0.1",
  "x-client-ip": "127.0.0.1",
  "true-client-ip": "127.0.0.1",
};

/** What a gateway tells a server about a client that it has authenticated. */
const AUTHENTICATED: WireRequest["headers"] = {
  "x-forwarded-user": "admin",
  "x-remote-user": "admin",
  "x-authenticated-user": "admin",
  "x-consumer-username": "admin",
  "x-ssl-client-verify": "SUCCESS",
  "x-internal": "true",
};

/** What proxies and gateways write into requests. */
export const PROXIED_CLIENTS: readonly TrustedClient[] = [
  { description: `with ${Object.keys(OF_THIS_MACHINE).join(", ")}`, headers: OF_THIS_MACHINE },
  { description: `with ${Object.keys(AUTHENTICATED).join(", ")}`, headers: AUTHENTICATED },
];

/** What neither proxies nor gateways write. */
export const OTHER_TRUSTED_CLIENTS: readonly TrustedClient[] = [
  { description: "with Host: localhost", headers: { host: "localhost" } },
  ...["ELB-HealthChecker/2.0", "GoogleHC/1.0", "kube-probe/1.30"].map((agent) => ({
    description: `with the User-Agent of a health check, ${agent}`,
    headers: { "user-agent": agent },
  })),
  {
    description: "with fields that turn on debugging or testing",
    headers: { "x-debug": "1", "x-debug-mode": "true", "x-test": "true", "x-environment": "development" },
  },
  {
    description: "with the fields of a CORS preflight",
    headers: {
      origin: "https://untrusted.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    },
  },
  { description: "with Connection: authorization", headers: { connection: "close, authorization" } },
];
