import type { Environment } from "../environment-variables.ts";
import { CannotRun } from "../errors.ts";
import { isLoopback } from "./base-url.ts";

/**
 * Finds the proxy through which to connect to a server: the one that the user names, or that of the environment. The
 * proxy of the environment is not used for servers on this machine.
 *
 * @returns its URL; undefined for a direct connection
 * @throws {CannotRun} if the URL is not valid
 */
export function proxyFor(url: URL, named: string | undefined, environment: Environment): string | undefined {
  const proxy = named ?? inherited(url, environment);
  if (proxy === undefined) {
    return undefined;
  }
  const parsed = URL.parse(/^[a-z\d+.-]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new CannotRun("The proxy must be an http or https URL, such as http://proxy.example:3128.");
  }
  return parsed.href;
}

function inherited(url: URL, environment: Environment): string | undefined {
  if (isLoopback(url) || isExcepted(url, environment)) {
    return undefined;
  }
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
  return environment[name] || environment[name.toUpperCase()] || undefined;
}

/** Whether NO_PROXY names the host, one of its parent domains, or every host. */
function isExcepted({ hostname, port }: URL, environment: Environment): boolean {
  const list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? "";
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = "", only] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const isHost = entry === "*" || hostname === name || hostname.endsWith(`.${name}`);
      return isHost && (only === undefined || only === port);
    });
}
