import type { IncomingMessage } from "node:http";
import { KEY_HEADER } from "../headers/key-header.ts";
import { isLoop } from "../headers/via.ts";
import { ProxyError } from "../proxy-error.ts";
import { createKeyCheck } from "./key.ts";
import { isLoopback } from "./loopback.ts";

/** Decides who may use the proxy: its access token can spend money. */
export interface Admission {
  /**
   * Checks that a request comes from a program that may use the proxy, and not from a web page.
   *
   * @throws {ProxyError} if it does not
   */
  admit(request: IncomingMessage): void;
  /**
   * Checks that a request has the shared key, if there is one.
   *
   * @throws {ProxyError} if it does not
   */
  requireKey(request: IncomingMessage): void;
}

/** @param key the shared key, if there is one */
export function createAdmission(key: string | undefined): Admission {
  const isKey = key === undefined ? undefined : createKeyCheck(key);
  return {
    admit({ headers, method, url }) {
      if (method === "TRACE") {
        // Its response would show the access token to the caller (RFC 9110, section 9.3.8).
        throw new ProxyError(
          "method_not_allowed",
          405,
          "The proxy does not pass on TRACE, which would show the token.",
        );
      }
      if (isLoop(headers.via)) {
        throw new ProxyError(
          "loop_detected",
          508,
          "The request has passed through this proxy before: --base-url must name a server, not the proxy itself.",
        );
      }
      // Browsers set these fields, and pages cannot change them (https://fetch.spec.whatwg.org/#forbidden-request-header).
      const site = headers["sec-fetch-site"] ?? "none";
      if (headers.origin !== undefined || (site !== "none" && site !== "same-origin")) {
        throw new ProxyError(
          "browser_not_allowed",
          403,
          "A web page sent this request. The proxy serves programs only: any page could make calls that cost money.",
        );
      }
      // With a key, no page can use the proxy, whatever its name resolves to.
      if (!isKey && !isLocal(url, headers.host)) {
        throw new ProxyError(
          "host_not_allowed",
          421,
          "The Host must be localhost or a loopback address. To use another name, start the proxy with a shared key.",
        );
      }
    },
    requireKey({ headers }) {
      const given = headers[KEY_HEADER];
      if (isKey && !isKey(Array.isArray(given) ? given[0] : given)) {
        throw new ProxyError("key_required", 403, `The request must have the shared key in the header ${KEY_HEADER}.`);
      }
    },
  };
}

/**
 * A page of another site can give its own name the address of this machine (DNS rebinding), but the name stays in `Host`.
 * Only HTTP/1.0 has no `Host`, which no browser uses.
 */
function isLocal(url = "", host = "localhost"): boolean {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? host;
  return isLoopback(authority.replace(/:\d*$/, ""));
}
