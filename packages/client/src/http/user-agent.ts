import { version as contractVersion } from "@microbilt-oauth/spec/contract";
import manifest from "../../package.json" with { type: "json" };

/**
 * Returns the value of the header that identifies this client. Returns undefined in browsers, which send their own: another
 * value would cause a CORS preflight, or change it.
 */
export function readUserAgent(): string | undefined {
  // Node 20 and some other runtimes have no `navigator`.
  const isBrowser = globalThis.navigator?.userAgent?.startsWith("Mozilla/");
  return isBrowser ? undefined : `microbilt-oauth-client/${manifest.version} (contract ${contractVersion})`;
}
