import { version as contractVersion } from "@microbilt-oauth/spec/contract";
import manifest from "../../package.json" with { type: "json" };

/**
 * Returns the header that identifies this client. Browsers send their own: there, another value would cause a CORS
 * preflight, or change it.
 */
export function userAgentHeader(): Readonly<Record<string, string>> {
  // Node 20 and some other runtimes have no `navigator`.
  const isBrowser = globalThis.navigator?.userAgent?.startsWith("Mozilla/");
  return isBrowser ? {} : { "user-agent": `microbilt-oauth-client/${manifest.version} (contract ${contractVersion})` };
}
