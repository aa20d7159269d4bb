import type { MicrobiltErrorCode } from "@microbilt-oauth/client";

/** The codes of the errors that the proxy itself responds with: those of the client, and these. */
export type ProxyErrorCode =
  | MicrobiltErrorCode
  /** A web page sent the request. */
  | "browser_not_allowed"
  /** The request has another `Host` than this machine's. */
  | "host_not_allowed"
  /** The proxy is the server that it calls. */
  | "loop_detected"
  /** The request does not have the shared key. */
  | "key_required"
  /** The proxy does not pass on this method. */
  | "method_not_allowed";

/** An error that the proxy responds with. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  /** Identifies the error for programs. */
  readonly code: ProxyErrorCode;
  /** The status of the response. */
  readonly status: number;

  constructor(code: ProxyErrorCode, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
